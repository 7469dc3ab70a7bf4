import type { TalliedEntry } from '@app/deliveries';
import { add, addTo, nothing, type Counts } from '../figures/figures.js';
import { LEVELS, startOf } from '../windows.js';

/** Stands for the whole project where a destination could be named. */
export const WHOLE_PROJECT = '00000000-0000-0000-0000-000000000000';

/** Events of a project that were fired in one of the shortest steps, and were late by times of one class. */
export interface FiredRow {
  project_id: string;
  /** Where the step begins, in ms. */
  at: number;
  /** Null of those that no schedule fired. */
  lag: number | null;
  lag_max_ms: number | null;
  count: number;
}

/** What happened in a project, or at one of its destinations, in a step of so many seconds. */
export interface Cell extends Counts {
  project_id: string;
  destination_id: string;
  step: number;
  at: Date;
}

/**
 * What entries of the feed add up to, once for each length of step. What is too old to be kept at a length is left out there;
 * `now` in ms.
 */
export function cellsOf(fired: FiredRow[], entries: TalliedEntry[], now: number): Cell[] {
  const cells = new Map<string, Cell>();
  const count = (project_id: string, destination_id: string, at: number, counts: Counts): void => {
    for (const { stepMs, keptMs, ofDestinationsMs } of LEVELS) {
      const kept = destination_id === WHOLE_PROJECT ? keptMs : ofDestinationsMs;
      const start = startOf(at, stepMs);
      if (kept === null || start < now - kept) continue;
      const key = [project_id, destination_id, stepMs, start].join();
      let cell = cells.get(key);
      if (!cell) {
        cell = { project_id, destination_id, step: stepMs / 1000, at: new Date(start), ...nothing() };
        cells.set(key, cell);
      }
      add(cell, counts);
    }
  };

  for (const row of fired) count(row.project_id, WHOLE_PROJECT, row.at, firedCounts(row));
  for (const { at, tally } of entries)
    for (const [project_id, destination_id, status, duration, n] of tally ?? []) {
      const counts = triedCounts(status, duration, n);
      count(project_id, WHOLE_PROJECT, at, counts);
      count(project_id, destination_id, at, counts);
    }
  return [...cells.values()];
}

function firedCounts({ lag, lag_max_ms, count }: FiredRow): Counts {
  const counts = { ...nothing(), fired: count, lag_max_ms };
  if (lag !== null) addTo(counts.lags, lag, count);
  return counts;
}

function triedCounts(status: string, duration: number | null, count: number): Counts {
  const counts = nothing();
  if (status === 'delivered' || status === 'dead' || status === 'cancelled') counts[status] = count;
  if (duration !== null) addTo(counts.durations, duration, count);
  if (duration !== null && status !== 'delivered') counts.failed_attempts = count;
  return counts;
}
