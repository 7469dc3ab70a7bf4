import cronstrue from 'cronstrue';
import type { Schedule } from './schedule.js';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A schedule in words for a person: `At 10:00 AM, Monday through Friday (Europe/Berlin)`, `every 30 minutes`. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === 'cron') return `${cronInWords(schedule.cron)} (${schedule.timezone})`;
  if (schedule.kind === 'every') return everyInWords(schedule.everyMs);
  return `once at ${schedule.at.toISOString()}`;
}

/** In the largest unit that goes into it without a rest. */
function everyInWords(ms: number): string {
  const [unit, length] = UNITS.find(([, length]) => ms % length === 0) ?? (['second', 1000] as const);
  return ms === length ? `every ${unit}` : `every ${ms / length} ${unit}s`;
}

function cronInWords(cron: string): string {
  const fields = cron.trim().replaceAll('?', '*').split(/\s+/);
  const [day, month, weekday] = fields.slice(-3);
  const isTwofold = fields.length >= 5 && day !== '*' && !/^\+?\*$/.test(weekday!);
  const text = isTwofold
    ? twofoldDays(fields.slice(0, -3), day!, month!, weekday!)
    : words(fields.length === 1 ? fields[0]!.toLowerCase() : fields.join(' ').replace('+', ''));
  return text ?? `cron ${cron}`;
}

/** cronstrue says "and" of days that are OR-ed, and does not know of `+`, which makes it an "and". */
function twofoldDays(times: string[], day: string, month: string, weekday: string): string | null {
  const all = words([...times, '*', '*', '*'].join(' '));
  if (all === null) return null;
  const part = (...days: string[]) => {
    const text = words([...times, ...days].join(' '));
    return text?.startsWith(`${all}, `) ? text.slice(all.length + 2).replace(/^only (on|in) /, '$1 ') : null;
  };
  const [days, weekdays] = [part(day, '*', '*'), part('*', '*', weekday.replace(/^\+/, ''))];
  if (days === null || weekdays === null) return null;
  const both = weekday.startsWith('+') ? `${days}, if it also falls ${weekdays}` : `${days} or ${weekdays}`;
  const months = month === '*' ? null : part('*', month, '*');
  return [all, both, ...(months === null ? [] : [months])].join(', ');
}

function words(cron: string): string | null {
  try {
    return cronstrue.toString(cron);
  } catch {
    return null;
  }
}
