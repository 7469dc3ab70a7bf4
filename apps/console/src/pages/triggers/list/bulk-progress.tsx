import { Alert, Button, Group, Paper, Progress, Text } from '@mantine/core';
import { Failures } from './failures';
import { useBulk } from './use-bulk';

const PAST = { pause: 'paused', resume: 'resumed', archive: 'archived', unarchive: 'brought back' } as const;
const count = (value: number): string => value.toLocaleString('en');

/** How far an act on many triggers has come, with the way to stop it, and what came of it. */
export function BulkProgress() {
  const { bulk, stop, dismiss } = useBulk();
  if (!bulk) return null;
  const { act, names, reached, end } = bulk;
  const of = names.size;
  if (!end)
    return (
      <Paper withBorder p="xs" mb="xs">
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" role="status">
            {count(reached)} of {count(of)} {PAST[act]}
          </Text>
          <Progress flex={1} aria-label="Progress" value={(100 * reached) / Math.max(1, of)} />
          <Button size="xs" variant="default" onClick={stop}>
            Stop
          </Button>
        </Group>
      </Paper>
    );
  const left = of - reached;
  return (
    <Alert
      mb="xs"
      p="xs"
      color={end.failed.size > 0 ? 'red' : 'green'}
      role="status"
      withCloseButton
      closeButtonLabel="Close"
      onClose={dismiss}
    >
      {count(end.done.size)} {PAST[act]}
      {end.failed.size > 0 && `, ${count(end.failed.size)} failed`}
      {left > 0 && `, ${count(left)} left as they were: it was stopped`}.
      <Failures of={end.failed} names={names} />
    </Alert>
  );
}
