import type { Entry } from './entry.js';
import type { BatchedTrigger } from './platform.js';

const LONGEST_CELL = 60;

/** What is done to each trigger, as a table for a person. */
export function tableOf(rows: { entry: Entry; trigger: BatchedTrigger }[]): string[] {
  const cells = rows.map(({ entry, trigger }) => [
    String(entry.line),
    trigger.outcome,
    trigger.name,
    trigger.schedule,
    firingTime(trigger.next_fire_at, entry.trigger['timezone']),
  ]);
  const all = [['line', 'action', 'name', 'schedule', 'next firing'], ...cells].map((row) => row.map(cut));
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** `2026-03-01 10:00 Europe/Berlin`: as the clock on the wall there shows it. */
export function firingTime(at: string | null, timezone: unknown): string {
  if (at === null) return '-';
  const zone = typeof timezone === 'string' ? timezone : 'UTC';
  const time = new Date(at).toLocaleString('sv-SE', { timeZone: zone });
  return `${time.replace(/:00$/, '')} ${zone}`;
}

function cut(cell: string): string {
  const line = cell.replaceAll(/\s+/g, ' ');
  return line.length <= LONGEST_CELL ? line : `${line.slice(0, LONGEST_CELL - 1)}…`;
}
