import type { SimulatedRow } from './retention-figures.repository.js';

const DAYS = 31;
const DAY_MS = 24 * 3_600_000;

interface Sums {
  archived: number;
  /** Of the archived ones, on disk. */
  archived_bytes: number;
  deleted: number;
  /** Of the deleted ones, on disk. */
  bytes: number;
}

interface SimulatedDay extends Sums {
  /** `YYYY-MM-DD`, in UTC. */
  day: string;
}

export interface SimulatedCourse {
  archive_now: number;
  archive_now_bytes: number;
  delete_now: number;
  delete_now_bytes: number;
  days: SimulatedDay[];
  /** After the last of the days. */
  later: Sums;
  /** Never deleted by time. */
  kept: number;
}

const NOTHING: Readonly<Sums> = { archived: 0, archived_bytes: 0, deleted: 0, bytes: 0 };

/** What happens when, of rows that stand for so many others each (`scale`); `today` as `YYYY-MM-DD`. */
export function courseOf(rows: (SimulatedRow & { scale: number })[], today: string): SimulatedCourse {
  const first = Date.parse(today);
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(first + index * DAY_MS).toISOString().slice(0, 10);
    return { day, ...NOTHING };
  });
  const [now, later] = [{ ...NOTHING }, { ...NOTHING }];
  let kept = 0;
  const when = (inDays: number): Sums => (inDays < 0 ? now : (days[inDays] ?? later));
  for (const { archived_in, deleted_in, events, bytes, scale } of rows) {
    if (archived_in !== null) {
      when(archived_in).archived += events * scale;
      when(archived_in).archived_bytes += bytes * scale;
    }
    if (deleted_in === null) kept += events * scale;
    else {
      when(deleted_in).deleted += events * scale;
      when(deleted_in).bytes += bytes * scale;
    }
  }
  for (const sums of [...days, later, now])
    for (const key of Object.keys(NOTHING) as (keyof Sums)[]) sums[key] = Math.round(sums[key]);
  return {
    archive_now: now.archived,
    archive_now_bytes: now.archived_bytes,
    delete_now: now.deleted,
    delete_now_bytes: now.bytes,
    days,
    later,
    kept: Math.round(kept),
  };
}
