import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client';
import type { Policy } from '../../api/types';
import { Facts } from '../../ui/facts';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { TimeChart } from '../../ui/time-chart';
import { eventsInWords } from './events-in-words';
import { simulationInWords } from './simulation-words';

/** What a policy would do to the events that there are, now and over the next days. */
export function SimulationOf({ policy }: { policy: Policy }) {
  const [body] = useDebouncedValue(policy, 250);
  const simulation = useQuery({
    queryKey: ['post', '/retention/simulate', body],
    queryFn: ({ signal }) => answerOf(client.POST('/retention/simulate', { body, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (simulation.isError) return <Failure of={simulation.error} />;
  if (!simulation.data) return <Loading of="the simulation" height={220} />;
  const { archive_now, archive_now_bytes, delete_now, delete_now_bytes, days, kept, estimated } =
    simulation.data;
  const words = (events: number, bytes?: number) => eventsInWords({ events, bytes, estimated });
  return (
    <Stack gap="sm">
      <Text size="sm" aria-live="polite">
        {simulationInWords(simulation.data)}
      </Text>
      <Facts
        of={{
          'archived at once': words(archive_now, archive_now_bytes),
          'deleted at once': words(delete_now, delete_now_bytes),
          'never deleted': kept > 0 ? words(kept) : undefined,
        }}
      />
      <TimeChart
        summary={`Events that are deleted on each of the next ${days.length} days`}
        times={days.map(({ day }) => Date.parse(day) / 1000)}
        bars
        height={160}
        zone="UTC"
        series={[
          { label: 'archived', tone: 'info', values: days.map(({ archived }) => archived) },
          { label: 'deleted', tone: 'bad', values: days.map(({ deleted }) => deleted) },
        ]}
      />
      <Text size="xs" c="dimmed">
        For the events of today, as if the policy were applied to them; by days of UTC. What fires later comes
        on top.
      </Text>
    </Stack>
  );
}
