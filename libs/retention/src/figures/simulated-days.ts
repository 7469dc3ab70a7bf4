import type { SimulatedRow } from './retention-figures.repository.js';

const DAYS = 31;
const DAY_MS = 24 * 3_600_000;

interface SimulatedDay {
  /** `YYYY-MM-DD`, in UTC. */
  day: string;
  archived: number;
  deleted: number;
  /** Of the deleted ones, on disk. */
  bytes: number;
}

export interface SimulatedCourse {
  archive_now: number;
  delete_now: number;
  delete_now_bytes: number;
  days: SimulatedDay[];
  /** After the last of the days. */
  later: Omit<SimulatedDay, 'day'>;
  /** Never deleted by time. */
  kept: number;
}

/** What happens when, of rows that stand for so many others each (`scale`); `today` as `YYYY-MM-DD`. */
export function courseOf(rows: (SimulatedRow & { scale: number })[], today: string): SimulatedCourse {
  const first = Date.parse(today);
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(first + index * DAY_MS).toISOString().slice(0, 10);
    return { day, archived: 0, deleted: 0, bytes: 0 };
  });
  const now = { archived: 0, deleted: 0, bytes: 0 };
  const later = { archived: 0, deleted: 0, bytes: 0 };
  let kept = 0;
  const when = (inDays: number) => (inDays < 0 ? now : (days[inDays] ?? later));
  for (const { archived_in, deleted_in, events, bytes, scale } of rows) {
    if (archived_in !== null) when(archived_in).archived += events * scale;
    if (deleted_in === null) kept += events * scale;
    else {
      when(deleted_in).deleted += events * scale;
      when(deleted_in).bytes += bytes * scale;
    }
  }
  for (const sums of [...days, later, now])
    for (const key of ['archived', 'deleted', 'bytes'] as const) sums[key] = Math.round(sums[key]);
  return {
    archive_now: now.archived,
    delete_now: now.deleted,
    delete_now_bytes: now.bytes,
    days,
    later,
    kept: Math.round(kept),
  };
}
