import { Button, Group, Progress, Table, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import type { RetentionRun } from '../../api/types';
import { useMay } from '../../app/me';
import { Status } from '../../ui/status';
import { duration } from '../../ui/time';
import { useAct } from '../../ui/use-act';
import { When } from '../../ui/when';

const KINDS: Record<string, string> = {
  archive: 'archiving',
  drop: 'dropping',
  manual: 'asked for',
  apply: 'policies applied',
};

/** One run; of one that applies policies how far it is, with a way to end it. */
export function RunRow({ of: run }: { of: RetentionRun }) {
  const count = (value: number) => value.toLocaleString('en');
  return (
    <Table.Tr>
      <Table.Td>
        <When at={run.started_at} />
      </Table.Td>
      <Table.Td>
        {KINDS[run.kind] ?? (run.job === null ? run.kind : `${run.job}: ${count(run.done)}`)}
        {run.since !== null && (
          <Text size="xs" c="dimmed">
            {count(run.runs)} runs with nothing to do, the first <When at={run.since} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Status of={run.state} />
        {run.error !== null && (
          <Text size="xs" c="var(--tone-bad)">
            {run.error}
          </Text>
        )}
        {run.kind === 'apply' && <Applied of={run} />}
      </Table.Td>
      <Table.Td>{count(run.archived)}</Table.Td>
      <Table.Td>{count(run.deleted)}</Table.Td>
      <Table.Td>{count(run.partitions_dropped)}</Table.Td>
      <Table.Td>{duration(run.duration_ms)}</Table.Td>
    </Table.Tr>
  );
}

function Applied({ of: { id, state, matched, at_least, done, changed } }: { of: RetentionRun }) {
  const may = useMay('manage');
  const cancel = useAct(
    () => answerOf(client.POST('/retention/runs/{id}/cancel', { params: { path: { id } } })),
    {
      done: 'It ends. What it has changed stays so.',
      changes: ['/retention'],
    },
  );
  const words = `${done.toLocaleString('en')} of ${(matched ?? 0).toLocaleString('en')}${at_least ? ' or more' : ''} looked at, ${changed.toLocaleString('en')} changed`;
  return (
    <Group gap="xs" mt={4}>
      <Text size="xs">{words}</Text>
      {state === 'running' && (
        <>
          <Progress w={120} value={(100 * done) / Math.max(1, matched ?? 1, done)} aria-label={words} />
          <Button
            size="compact-xs"
            variant="default"
            disabled={!may}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            Cancel
          </Button>
        </>
      )}
    </Group>
  );
}
