import { SimpleGrid } from '@mantine/core';
import type { Stats } from '../../api/types';
import { duration } from '../../ui/time';
import { Figure } from './figure';

/** The window in five figures, each with what is behind it. */
export function Totals({ of: { totals, from, window } }: { of: Stats }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      <Figure
        label={`Events, ${window}`}
        value={count(totals.fired)}
        to="/events"
        search={{ since: from, archived: 'all' }}
      />
      <Figure
        label="Delivered"
        value={count(totals.delivered)}
        {...(totals.delivered > 0 && {
          note: `half of the tries within ${duration(totals.duration_ms.p50)}`,
        })}
        to="/events"
        search={{ since: from, archived: 'all', status: 'delivered' }}
      />
      <Figure
        label="Dead"
        value={count(totals.dead)}
        {...(totals.dead > 0 && { tone: 'bad' as const })}
        to="/events"
        search={{ since: from, archived: 'all', status: 'dead' }}
      />
      <Figure
        label="Failed attempts"
        value={count(totals.failed_attempts)}
        note="most are tried again"
        {...(totals.failed_attempts > 0 && { tone: 'wait' as const })}
        to="/destinations"
        search={{ trouble: true }}
      />
      <Figure
        label="Lag of schedules, p95"
        value={duration(totals.lag_ms.p95)}
        {...(totals.lag_ms.max !== null && { note: `at most ${duration(totals.lag_ms.max)}` })}
        to="/calendar"
        search={{}}
      />
    </SimpleGrid>
  );
}

const count = (value: number): string => value.toLocaleString('en');
