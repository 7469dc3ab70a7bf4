import { Alert, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Archive, ArchiveRestore, Pause, Play } from 'lucide-react';
import { Ask } from '../../../ui/ask';
import type { ListedTrigger } from '../trigger-lists';
import { Failures } from './failures';
import type { useBulk } from './use-bulk';

const PAST = { pause: 'paused', resume: 'resumed', archive: 'archived', unarchive: 'brought back' } as const;

interface Props {
  ids: string[];
  bulk: ReturnType<typeof useBulk>;
  /** Whether what is chosen is archived. */
  archived: boolean;
  rows: ListedTrigger[];
  onClear: () => void;
}

/** What can be done with the triggers that are chosen, how far it has come, and what has failed. */
export function BulkBar({ ids, bulk, archived, rows, onClear }: Props) {
  const count = `${ids.length.toLocaleString('en')} ${ids.length === 1 ? 'trigger' : 'triggers'}`;
  const { progress, variables, data: end } = bulk;
  const [asked, { open: ask, close }] = useDisclosure();
  if (bulk.isPending && variables)
    return (
      <Paper withBorder p="xs" mb="xs">
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" role="status">
            {progress.done.toLocaleString('en')} of {progress.of.toLocaleString('en')} {PAST[variables.act]}
          </Text>
          <Progress flex={1} aria-label="Progress" value={(100 * progress.done) / Math.max(1, progress.of)} />
          <Button size="xs" variant="default" onClick={bulk.stop}>
            Stop
          </Button>
        </Group>
      </Paper>
    );
  return (
    <Stack gap="xs" mb="xs">
      {end && variables && (
        <Alert
          p="xs"
          color={end.failed.size > 0 ? 'red' : 'green'}
          role="status"
          withCloseButton
          closeButtonLabel="Close"
          onClose={bulk.reset}
        >
          {end.done.size.toLocaleString('en')} {PAST[variables.act]}
          {end.failed.size === 0
            ? '.'
            : `, ${end.failed.size.toLocaleString('en')} failed; they stay chosen.`}
          <Failures of={end.failed} rows={rows} />
        </Alert>
      )}
      {ids.length > 0 && (
        <Paper withBorder p="xs">
          <Group gap="xs">
            <Text size="sm" fw={600} role="status" mr="xs">
              {count} chosen
            </Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<Pause size={14} />}
              onClick={() => bulk.run({ act: 'pause', ids })}
            >
              Pause
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<Play size={14} />}
              onClick={() => bulk.run({ act: 'resume', ids })}
            >
              Resume
            </Button>
            {archived ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<ArchiveRestore size={14} />}
                onClick={() => bulk.run({ act: 'unarchive', ids })}
              >
                Bring back
              </Button>
            ) : (
              <Button size="xs" variant="default" leftSection={<Archive size={14} />} onClick={ask}>
                Archive
              </Button>
            )}
            <Button size="xs" variant="subtle" color="gray" ml="auto" onClick={onClear}>
              Clear selection
            </Button>
          </Group>
        </Paper>
      )}
      <Ask
        opened={asked}
        title={`Archive ${count}?`}
        danger
        verb="Archive"
        onClose={close}
        onConfirm={() => bulk.run({ act: 'archive', ids })}
      >
        They stop firing and leave this list. They can be brought back; what falls until then is gone.
      </Ask>
    </Stack>
  );
}
