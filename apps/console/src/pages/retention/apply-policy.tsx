import { Button, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import { useMay } from '../../app/me';
import { Confirm } from '../../ui/confirm';
import { useAct } from '../../ui/use-act';

/**
 * The policies of today for the events that there are: a run in the background, shown with the others. Not while another
 * one is being tried out: what the simulation says would not be what is done.
 */
export function ApplyPolicy({ unsaved }: { unsaved: boolean }) {
  const may = useMay('manage');
  const apply = useAct(() => answerOf(client.POST('/retention/apply', { body: {} })), {
    done: 'It is being applied. The list below tells how far it is.',
    changes: ['/retention'],
  });
  return (
    <Confirm
      title="Apply the saved policies to the events that there are?"
      verb="Apply"
      danger
      onConfirm={() => apply.mutate(undefined)}
      target={(open) => (
        <Button mt="md" variant="default" disabled={!may || unsaved} loading={apply.isPending} onClick={open}>
          Apply to existing events…
        </Button>
      )}
    >
      <Text size="sm">
        Each event gets the times that a new one like it would have, counted from its own firing. What a
        shorter policy ends is gone at once, and cannot be brought back. The simulation says how much that is.
      </Text>
    </Confirm>
  );
}
