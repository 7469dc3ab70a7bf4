import { Group, Paper, Text, Timeline, Title } from '@mantine/core';
import { $api } from '../../api/client';
import type { Attempt, Delivery } from '../../api/types';
import { useViewerZone } from '../../app/viewer-zone';
import { Status } from '../../ui/status';
import { clockTime, duration } from '../../ui/time';
import { When } from '../../ui/when';
import { Answer } from './answer';
import { Sent } from './sent';
import { outcomeOf } from './outcome';

/** One delivery of a test: handed over, sent and answered as often as it took, and its end. */
export function DeliverySteps({ delivery }: { delivery: Delivery }) {
  const { destination_id: id, attempts, status } = delivery;
  const destination = $api.useQuery(
    'get',
    '/destinations/{id}',
    { params: { path: { id } } },
    { staleTime: 60_000, retry: false },
  );
  const end = outcomeOf(delivery);
  return (
    <Paper withBorder p="sm" component="article" aria-label={`Delivery to ${destination.data?.name ?? id}`}>
      <Group justify="space-between" mb="sm" gap="xs" wrap="nowrap">
        <Title order={3} miw={0} style={{ overflowWrap: 'anywhere' }}>
          {destination.data?.name ?? attempts[0]?.request?.url ?? 'A destination'}
        </Title>
        <Status of={status} />
      </Group>
      <Timeline
        bulletSize={12}
        lineWidth={2}
        styles={{ itemTitle: { fontSize: 14, marginBottom: 2 } }}
        active={attempts.length * 2 + (status === 'pending' ? 0 : 1)}
      >
        <Timeline.Item title="Handed over">
          <Text size="xs" c="dimmed">
            {attempts.length === 0 && status === 'pending'
              ? 'Waiting for a worker, and for room at its destination …'
              : 'A worker has taken it.'}
          </Text>
        </Timeline.Item>
        {attempts.flatMap((attempt, index) =>
          stepsOf(attempt, destination.data?.kind, index === attempts.length - 1),
        )}
        {end && (
          <Timeline.Item title={end.title} {...(end.bad && { color: 'red' })}>
            <Text size="xs" c="dimmed">
              {end.text} {status === 'pending' && <When at={delivery.next_attempt_at} none="" />}
            </Text>
          </Timeline.Item>
        )}
      </Timeline>
    </Paper>
  );
}

/** @param isLast older tries are folded up */
function stepsOf(attempt: Attempt, kind: string | undefined, isLast: boolean) {
  const { number, status_code, error, duration_ms } = attempt;
  return [
    <Timeline.Item
      key={`${number} sent`}
      title={`Try ${number}: ${attempt.request ? 'request sent' : 'begun'}`}
    >
      <Clock at={attempt.started_at} />
      <Sent attempt={attempt} kind={kind} open={isLast} />
    </Timeline.Item>,
    <Timeline.Item
      key={`${number} answer`}
      title={status_code === null ? (error ?? 'It is in the queue') : `Answered ${status_code}`}
      {...((status_code === null ? error !== null : status_code >= 300) && { color: 'red' })}
    >
      <Text size="xs" c="dimmed">
        after {duration(duration_ms)}
        {status_code !== null && error !== null && `; ${error}`}
      </Text>
      <Answer attempt={attempt} open={isLast} />
    </Timeline.Item>,
  ];
}

function Clock({ at }: { at: string }) {
  const { zone } = useViewerZone();
  return (
    <Text size="xs" c="dimmed">
      at {clockTime(at, zone)}
    </Text>
  );
}
