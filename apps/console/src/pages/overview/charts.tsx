import { SimpleGrid, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Stats } from '../../api/types';
import { Section } from '../../ui/section';
import { TimeChart } from '../../ui/time-chart';
import { duration } from '../../ui/time';
import { inWords, timesOf } from './chart-data';
import { StepTable } from './step-table';

/** Events, deliveries, failures and lag over time: as pictures, or as a table. */
export function Charts({ of: { series, step } }: { of: Stats }) {
  const [table, setTable] = useState(false);
  const asTable = (
    <Switch
      size="xs"
      label="As a table"
      checked={table}
      onChange={({ currentTarget }) => setTable(currentTarget.checked)}
    />
  );
  if (table)
    return (
      <Section title="Over time" actions={asTable}>
        <StepTable of={series} />
      </Section>
    );
  const times = timesOf(series);
  const of = (read: (one: Stats['series'][number]) => number | null) => series.map(read);
  const counts = (read: (one: Stats['series'][number]) => number) => series.map(read);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Section title={`Events each ${step}`} actions={asTable}>
        <TimeChart
          summary={inWords(
            'Events',
            counts(({ fired }) => fired),
            step,
          )}
          times={times}
          bars
          series={[{ label: 'events', tone: 'info', values: of(({ fired }) => fired), fill: true }]}
        />
      </Section>
      <Section title={`Deliveries each ${step}`}>
        <TimeChart
          summary={inWords(
            'Delivered',
            counts(({ delivered }) => delivered),
            step,
          )}
          times={times}
          series={[{ label: 'delivered', tone: 'ok', values: of(({ delivered }) => delivered), fill: true }]}
        />
      </Section>
      <Section title={`Failures each ${step}`}>
        <TimeChart
          summary={`${inWords(
            'Failed attempts',
            counts(({ failed_attempts }) => failed_attempts),
            step,
          )}; ${inWords(
            'dead',
            counts(({ dead }) => dead),
            step,
          )}`}
          times={times}
          series={[
            {
              label: 'failed attempts',
              tone: 'wait',
              values: of(({ failed_attempts }) => failed_attempts),
              fill: true,
            },
            { label: 'dead', tone: 'bad', values: of(({ dead }) => dead) },
          ]}
        />
      </Section>
      <Section title="Lag of schedules">
        <TimeChart
          summary={`How late schedules fired: 95 in 100 within ${duration(Math.max(0, ...counts(({ lag_ms }) => lag_ms.p95 ?? 0)))} in every step`}
          times={times}
          format={duration}
          series={[
            { label: 'p50', tone: 'info', values: of(({ lag_ms }) => lag_ms.p50) },
            { label: 'p95', tone: 'wait', values: of(({ lag_ms }) => lag_ms.p95) },
          ]}
        />
      </Section>
    </SimpleGrid>
  );
}
