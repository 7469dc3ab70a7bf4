import type { Trigger } from '../../api/types';
import { exactTime } from '../../ui/time';

export interface Standing {
  /** One or two plain sentences. */
  text: string;
  /** `bad`: something is wrong. `still`: it does not fire, as somebody wanted it. `ok`: it goes on. */
  tone: 'bad' | 'still' | 'ok';
}

/** A scheduler that is there takes what is due within a second. */
const PATIENCE_MS = 5_000;

/**
 * Why the schedule of a trigger does nothing, or that it does: what the ledger cannot say, since it is of instants that
 * have been dealt with.
 * @param now ms since the epoch
 * @param zone an IANA name that times are told in
 */
export function standingOf(trigger: Trigger, now: number, zone: string): Standing {
  const { cron, every, schedule_time, enabled, archived, next_fire_at, start_at } = trigger;
  const isRecurring = cron !== null || every !== null;
  if (!isRecurring && schedule_time === null)
    return {
      tone: 'still',
      text: 'It has no schedule: it fires only when it is called, by its hook URL or by hand.',
    };
  if (archived || !enabled) return { tone: 'still', text: atRest(trigger, isRecurring) };
  if (next_fire_at === null) return { tone: 'still', text: ended(trigger, now, zone) };
  if (Date.parse(next_fire_at) < now - PATIENCE_MS)
    return {
      tone: 'bad',
      text: `It was to fire at ${exactTime(next_fire_at, zone)}, and no worker has taken it: either no worker of the role scheduler runs, or they are behind. It is made up for as its misfire policy (${trigger.misfire_policy}) says once one comes to it.`,
    };
  const notBefore = start_at !== null && Date.parse(start_at) > now;
  return {
    tone: 'ok',
    text: `It is on${notBefore ? `, begins at ${exactTime(start_at, zone)} (start_at),` : ''} and fires next at ${exactTime(next_fire_at, zone)}.`,
  };
}

function atRest({ archived, enabled }: Trigger, isRecurring: boolean): string {
  const state = !archived ? 'paused' : enabled ? 'archived' : 'archived and paused';
  const back = !archived ? 'resumed' : enabled ? 'unarchived' : 'unarchived and resumed';
  return isRecurring
    ? `It is ${state}: nothing of its schedule fires. What passes meanwhile is gone, and is listed here as “skipped paused” once it is ${back}.`
    : `It is ${state}: it does not fire until it is ${back}. If its time has passed by then, its misfire policy rules.`;
}

/** Nothing is ahead of it. */
function ended(trigger: Trigger, now: number, zone: string): string {
  const { trigger_type, schedule_time, end_at, max_runs, run_count } = trigger;
  if (schedule_time !== null) {
    if (run_count > 0) return 'It was to fire once, and has: its schedule is over.';
    return trigger_type === 'api'
      ? 'Its time was past when it was saved, and an api trigger fires by itself only in the future. It has to be called.'
      : `Its one time, ${exactTime(schedule_time, zone)}, has passed without a firing: its misfire policy (${trigger.misfire_policy}) let it go.`;
  }
  if (max_runs !== null && run_count >= max_runs)
    return `It has fired ${max_runs === 1 ? 'the one time' : `all of the ${max_runs.toLocaleString('en')} times`} that max_runs allows: its schedule is over.`;
  if (end_at !== null)
    return Date.parse(end_at) <= now
      ? `Its schedule ended at ${exactTime(end_at, zone)} (end_at).`
      : `No further instant of its schedule comes before it ends at ${exactTime(end_at, zone)} (end_at).`;
  return 'Its schedule names no further instant.';
}
