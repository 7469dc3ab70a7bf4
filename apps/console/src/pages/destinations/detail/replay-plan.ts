import { duration } from '../../../ui/time';
import { milliseconds } from '../milliseconds';

/** What is asked for: of whose dead deliveries, and how fast. Times are instants or empty. */
export interface ReplayPlan {
  since: string;
  until: string;
  max: number | string;
  per: string;
}

interface Count {
  matched: number;
  at_least: boolean;
}

/** The filter of `POST /events/replay` for the dead deliveries to a destination. */
export const filterOf = (destination_id: string, { since, until }: Pick<ReplayPlan, 'since' | 'until'>) => ({
  destination_id,
  status: 'dead' as const,
  archived: 'all' as const,
  ...(since !== '' && { since }),
  ...(until !== '' && { until }),
});

/** How many there are, in words: `No event`, `1 event`, `100,000 events or more`. */
export function countInWords({ matched, at_least }: Count): string {
  if (matched === 0) return 'No event';
  return `${matched.toLocaleString('en')} ${matched === 1 ? 'event' : 'events'}${at_least ? ' or more' : ''}`;
}

/** How long it takes at that rate at least: `about 20 s`; undefined when the rate cannot be read. */
export function replayTakes({ matched, at_least }: Count, { max, per }: ReplayPlan): string | undefined {
  const span = milliseconds(per);
  if (span === undefined || !(Number(max) >= 1)) return undefined;
  const whole = Math.max(1_000, (matched / Number(max)) * span);
  return `${at_least ? 'more than' : 'about'} ${duration(whole)}`;
}
