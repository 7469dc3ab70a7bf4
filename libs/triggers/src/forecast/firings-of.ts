import { durationMs } from '@app/clock';
import { firingsAhead } from '@app/schedules';
import { boundsOf, scheduleOf } from '../trigger-schedule.js';
import type { ComingWindow, FirstFiringRow } from './coming.repository.js';
import { comparePlaces, type Place } from './place.js';

/** A firing that a schedule is going to make. */
export interface ComingFiring {
  /** The occurrence. */
  scheduled_for: Date;
  /** Later than that by its jitter. In the past when it is overdue. */
  fires_at: Date;
  trigger_id: string;
  trigger_name: string;
  /** The schedule as it was written; without pattern and interval it is a `schedule_time`. */
  cron: string | null;
  /** That the pattern is meant in; null without one. */
  timezone: string | null;
  every: string | null;
  jitter: string | null;
}

/** What a trigger fires in a window after a place, up to a bound (itself included) if there is one, `most` at most. */
export function firingsOf(
  row: FirstFiringRow,
  window: ComingWindow,
  origin: Date,
  { after, bound, most }: { after: Place; bound: Place | undefined; most: number },
): ComingFiring[] {
  const { id, name, cron, timezone, every, jitter } = row;
  const ahead = {
    triggerId: id,
    schedule: scheduleOf(row)!,
    bounds: boundsOf(row),
    maxJitterMs: jitter === null ? 0 : durationMs(jitter),
    due: row.next_occurrence_at,
    firesLate: !row.lapsed,
  };
  const from = new Date(Math.max(window.from.getTime(), after.at));
  const shown = { trigger_id: id, trigger_name: name, cron, timezone: cron && timezone, every, jitter };
  const found: ComingFiring[] = [];
  for (const { occurrence, firesAt } of firingsAhead(ahead, origin, from)) {
    const place = { at: firesAt.getTime(), id };
    if (firesAt >= window.until || (bound && comparePlaces(place, bound) > 0)) break;
    if (comparePlaces(place, after) > 0)
      found.push({ scheduled_for: occurrence, fires_at: firesAt, ...shown });
    if (found.length === most) break;
  }
  return found;
}
