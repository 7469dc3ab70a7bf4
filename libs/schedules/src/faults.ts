import { LRUCache } from 'lru-cache';
import { parseDuration } from '@app/clock';
import type { Fault } from '@app/errors';
import { parseCron, type WallClockPattern } from './cron-pattern.js';
import { intervalMs } from './every.js';
import { nextOccurrence } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import { isZone } from './zone.js';

/** The fields of a trigger that make its schedule, as a client sends them. */
export interface ScheduleFields {
  cron?: unknown;
  timezone?: unknown;
  every?: unknown;
  start_at?: unknown;
  end_at?: unknown;
  max_runs?: unknown;
  jitter?: unknown;
}

const LONGEST_CRON = 256;
const SHORTEST_INTERVAL_MS = 1000;
const LATEST_RUN = 1_000_000_000;
/** From when on a pattern is tried. The answers have to be the same tomorrow, so it is no clock's. */
const TRIAL = new Date('2026-01-01T00:00:00Z');
const TRIED_OCCURRENCES = 1000;
/** By time zone and pattern: a thousand occurrences take tens of milliseconds to try, and many triggers share a pattern. */
const shortestIntervals = new LRUCache<string, number>({ max: 1000 });
/** What has one time a day never comes sooner again than this, wherever clocks are changed. */
const SHORTEST_DAY_MS = 12 * 3_600_000;

/** What is wrong with the schedule of a trigger, field by field. Fields that are absent or null are no faults. */
export function scheduleFaults(fields: ScheduleFields): Fault[] {
  const { timezone = 'UTC' } = fields;
  const faults: (Fault | null)[] = [
    fault('/cron', given(fields.cron, cronFault)),
    fault('/timezone', given(timezone, zoneFault)),
    fault('/every', given(fields.every, everyFault)),
    fault('/end_at', endFault(fields)),
    fault('/max_runs', given(fields.max_runs, runsFault)),
    fault(
      '/jitter',
      given(fields.jitter, (jitter) => jitterFault(jitter, fields)),
    ),
  ];
  return faults.filter((one) => one !== null);
}

function fault(pointer: string, detail: string | null): Fault | null {
  return detail === null ? null : { pointer, detail };
}

function given(value: unknown, check: (value: unknown) => string | null): string | null {
  return value === undefined || value === null ? null : check(value);
}

function cronFault(cron: unknown): string | null {
  if (typeof cron !== 'string') return 'must be a cron pattern such as 0 10 * * 1-5';
  if (cron.length > LONGEST_CRON) return `must be at most ${LONGEST_CRON} characters long`;
  const fields = cron.trim().split(/\s+/).length;
  if (!cron.includes('@') && fields !== 5 && fields !== 6)
    return `must have 5 fields (minute, hour, day of month, month, day of week), or 6 with seconds first; it has ${cron.trim() === '' ? 0 : fields}`;
  let pattern: WallClockPattern;
  try {
    pattern = parseCron(cron);
  } catch (error) {
    return `is no cron pattern: ${(error as Error).message.replace(/^CronPattern: /, '')}`;
  }
  return pattern.next(TRIAL.getTime()) === null ? 'can never match: there is no such day in any year' : null;
}

function zoneFault(timezone: unknown): string | null {
  return typeof timezone === 'string' && isZone(timezone)
    ? null
    : 'must be a time zone of the IANA database, such as Europe/Berlin or UTC';
}

function everyFault(every: unknown): string | null {
  const ms = parseDuration(every);
  if (ms === undefined) return 'must be a duration such as 30s, 15m or 1h, of at most 400d';
  return ms < SHORTEST_INTERVAL_MS ? 'must be at least 1s' : null;
}

function endFault({ start_at, end_at }: ScheduleFields): string | null {
  const [start, end] = [start_at, end_at].map((time) => (typeof time === 'string' ? Date.parse(time) : NaN));
  return end! <= start! ? 'must be after start_at' : null;
}

function runsFault(runs: unknown): string | null {
  return typeof runs === 'number' && Number.isInteger(runs) && runs >= 1 && runs <= LATEST_RUN
    ? null
    : `must be a whole number from 1 to ${LATEST_RUN}`;
}

function jitterFault(jitter: unknown, { cron, timezone, every }: ScheduleFields): string | null {
  const ms = parseDuration(jitter);
  if (ms === undefined) return 'must be a duration such as 5s or 2m';
  if (given(every, everyFault) || given(cron, cronFault) || given(timezone, zoneFault)) return null;
  const shortest = shortestInterval(cron, timezone, every, ms);
  return shortest <= ms ? `must be shorter than the interval, which can be ${shortest / 1000}s` : null;
}

/** In ms, among those tried; not looked for where it is longer than `jitterMs` anyway. */
function shortestInterval(cron: unknown, timezone: unknown, every: unknown, jitterMs: number): number {
  if (typeof every === 'string') return intervalMs(every);
  if (typeof cron !== 'string') return Infinity;
  if (jitterMs < SHORTEST_DAY_MS && parseCron(cron).isFixedTime) return Infinity;
  const zone = typeof timezone === 'string' ? timezone : 'UTC';
  const key = `${zone} ${cron}`;
  const known = shortestIntervals.get(key);
  if (known !== undefined) return known;
  const found = tried({ kind: 'cron', cron, timezone: zone });
  shortestIntervals.set(key, found);
  return found;
}

/** The shortest interval of a schedule, in ms; `Infinity` where it occurs once. */
function tried(schedule: Schedule): number {
  let shortest = Infinity;
  let at = nextOccurrence(schedule, UNBOUNDED, TRIAL);
  for (let n = 0; at !== null && n < TRIED_OCCURRENCES; n++) {
    const next = nextOccurrence(schedule, UNBOUNDED, at);
    if (next !== null) shortest = Math.min(shortest, next.getTime() - at.getTime());
    at = next;
  }
  return shortest;
}
