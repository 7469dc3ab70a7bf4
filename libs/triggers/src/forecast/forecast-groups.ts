import { durationMs } from '@app/clock';
import { expectedFirings, intervalMs, type Schedule, type WrittenSchedule } from '@app/schedules';
import type { GroupRow } from './forecast.repository.js';

/** Triggers that fire alike, and what is expected of one of them. */
export interface ForecastGroup {
  key: string;
  written: WrittenSchedule;
  /** How many there are; of a sampled group, how many it stands for. */
  triggers: number;
  sampled: boolean;
  minutes: Float64Array;
}

/**
 * Works out what one trigger of a group fires, into `minutes`. `scale` is how many triggers each one of a sampled group
 * stands for.
 */
export function forecastGroup(
  row: GroupRow,
  from: Date,
  scale: number,
  minutes: Float64Array,
): ForecastGroup {
  const { key, sampled, cron, timezone, every, jitter } = row;
  const next = new Date(from.getTime() + row.next);
  const armed = {
    schedule: scheduleOfGroup(row, next),
    next,
    bounds: { startAt: null, endAt: new Date(from.getTime() + row.ends), runsLeft: row.runs },
    maxJitterMs: jitter === '' ? 0 : durationMs(jitter),
    firesLate: !row.lapsed,
  };
  const or = (text: string) => (text === '' ? null : text);
  return {
    key,
    written: { cron: or(cron), timezone: or(timezone), every: or(every), jitter: or(jitter) },
    triggers: row.triggers * (sampled ? scale : 1),
    sampled,
    minutes: expectedFirings(armed, from, minutes),
  };
}

function scheduleOfGroup({ cron, timezone, every }: GroupRow, next: Date): Schedule {
  if (cron !== '') return { kind: 'cron', cron, timezone };
  if (every === '') return { kind: 'once', at: next };
  const everyMs = intervalMs(every);
  return { kind: 'every', everyMs, anchor: new Date(next.getTime() - everyMs) };
}

/** How many triggers each one of a sampled group stands for; 1 when there are none. */
export function sampleScale(rows: GroupRow[]): number {
  const triggersOf = (sampled: boolean) =>
    rows.reduce((sum, row) => sum + (row.sampled === sampled ? row.triggers : 0), 0);
  const [given, sampled] = [triggersOf(false), triggersOf(true)];
  return sampled === 0 ? 1 : (rows[0]!.all_triggers - given) / sampled;
}
