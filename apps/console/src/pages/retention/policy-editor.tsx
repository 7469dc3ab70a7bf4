import { Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import { answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import type { Policy } from '../../api/types';
import { useMay } from '../../app/me';
import { DurationField } from '../../ui/duration-field';
import { useAct } from '../../ui/use-act';

interface Props {
  policy: Policy;
  /** Whether it is the installation's. */
  inherited: boolean;
  draft: Policy;
  onDraft: (draft: Policy) => void;
  onSaved: () => void;
}

/** Two durations. They hold for new events; applying them to those that there are is an act of its own. */
export function PolicyEditor({ policy, inherited, draft, onDraft, onSaved }: Props) {
  const may = useMay('manage');
  const options = { changes: ['/retention'], onDone: onSaved };
  const save = useAct((body: Policy) => answerOf(client.PUT('/retention', { body })), {
    ...options,
    done: 'New events live by this policy from now on.',
  });
  const reset = useAct(() => answerOf(client.DELETE('/retention')), {
    ...options,
    done: 'The installation’s policy holds again.',
  });
  const faults = faultsOf(save.error);
  const changed = draft.archive_after !== policy.archive_after || draft.delete_after !== policy.delete_after;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <Stack component="form" gap="md" onSubmit={submit}>
      <Text size="sm">
        {inherited
          ? 'The project has no policy of its own: the installation’s holds. Triggers may have their own.'
          : 'The project’s own policy. Triggers may have their own.'}
      </Text>
      <DurationField
        label="Archive after"
        about="From the firing on. Archived events are out of the way, and still there."
        value={draft.archive_after}
        onChange={(archive_after) => onDraft({ ...draft, archive_after })}
        fault={faults['/archive_after']}
        disabled={!may}
        never
      />
      <DurationField
        label="Delete after"
        about="From the firing on, at least as long as until the archive. Then they are gone for good."
        value={draft.delete_after}
        onChange={(delete_after) => onDraft({ ...draft, delete_after })}
        fault={faults['/delete_after']}
        disabled={!may}
        never
      />
      <Group gap="xs">
        <Button type="submit" loading={save.isPending} disabled={!may || !changed}>
          Save
        </Button>
        {changed && (
          <Button variant="default" onClick={onSaved}>
            Take back
          </Button>
        )}
        {!inherited && !changed && (
          <Button
            variant="default"
            disabled={!may}
            loading={reset.isPending}
            onClick={() => reset.mutate(undefined)}
          >
            Use the installation’s
          </Button>
        )}
      </Group>
    </Stack>
  );
}
