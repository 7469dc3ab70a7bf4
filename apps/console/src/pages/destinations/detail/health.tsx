import { SegmentedControl, Stack, Text } from '@mantine/core';
import { $api } from '../../../api/client';
import type { DestinationStats } from '../../../api/types';
import { DELIVERY_WINDOWS } from '../../../app/search';
import { Failure } from '../../../ui/failure';
import { Loading } from '../../../ui/loading';
import { Section } from '../../../ui/section';
import { TimeChart } from '../../../ui/time-chart';
import { duration } from '../../../ui/time';
import { sparkInWords } from '../list/spark';

type Window = (typeof DELIVERY_WINDOWS)[number];

interface Props {
  id: string;
  window: Window;
  onWindow: (window: Window) => void;
}

const RENEWAL_MS = 10_000;

/** How deliveries went over time: what arrived, what failed, and how long tries took. */
export function Health({ id, window, onWindow }: Props) {
  const stats = $api.useQuery(
    'get',
    '/destinations/{id}/stats',
    { params: { path: { id }, query: { window } } },
    { refetchInterval: RENEWAL_MS, placeholderData: (before) => before },
  );
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="How far back"
      data={[...DELIVERY_WINDOWS]}
      value={window}
      onChange={onWindow}
    />
  );
  return (
    <Section title="How it goes" actions={choice}>
      <Failure of={stats.error} />
      {stats.isPending && <Loading of="its health" height={230} />}
      {stats.data && <Chart of={stats.data} />}
    </Section>
  );
}

function Chart({ of: { series, totals, step } }: { of: DestinationStats }) {
  const words = sparkInWords(totals);
  const { p50, p95 } = totals.duration_ms;
  return (
    <Stack gap="xs">
      <Text size="sm">
        <strong>{words}</strong>
        {p50 !== null && `; half of the tries took at most ${duration(p50)}, 95 in 100 ${duration(p95)}`}
      </Text>
      <TimeChart
        summary={`Deliveries each ${step}: ${words}`}
        times={series.map(({ at }) => Date.parse(at) / 1_000)}
        series={[
          { label: 'delivered', tone: 'ok', values: series.map(({ delivered }) => delivered), fill: true },
          { label: 'failed tries', tone: 'wait', values: series.map((one) => one.failed_attempts) },
          { label: 'dead', tone: 'bad', values: series.map(({ dead }) => dead) },
        ]}
      />
    </Stack>
  );
}
