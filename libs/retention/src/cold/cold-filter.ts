import type { ColdRecord } from './cold-record.js';
import type { Manifest } from './manifest.js';

/** Which events somebody looks for; what is left out does not matter. */
export interface ColdFilter {
  ids?: string[];
  project_id?: string;
  trigger_id?: string;
  /** Fired from this instant until before the other. */
  since?: Date;
  until?: Date;
  /** Stands anywhere in the event or its deliveries; lower case and upper case are the same. */
  q?: string;
  labels?: Record<string, string>;
}

/** Whether an object can hold such an event, by its manifest alone. */
export function mayHold(manifest: Manifest, { ids, since, until }: ColdFilter): boolean {
  const { first_id, last_id, first_fired_at, last_fired_at } = manifest;
  if (first_id === null || last_id === null) return false;
  if (ids && !ids.some((id) => id >= first_id && id <= last_id)) return false;
  if (since && Date.parse(last_fired_at!) < since.getTime()) return false;
  return !until || Date.parse(first_fired_at!) < until.getTime();
}

/** The event of a line if it is one of those. */
export function matching({ ids, q, ...filter }: ColdFilter): (line: string) => ColdRecord | undefined {
  const wanted = ids && new Set(ids);
  const sought = q && asInJson(q).toLowerCase();
  return (line) => {
    if (ids && !ids.some((id) => line.includes(id))) return undefined; // most lines need not be parsed
    const record = JSON.parse(line) as ColdRecord;
    if (wanted && !wanted.has(record.id)) return undefined;
    if (sought && !JSON.stringify(record).toLowerCase().includes(sought)) return undefined;
    return fits(record, filter) ? record : undefined;
  };
}

function fits(
  record: ColdRecord,
  { project_id, trigger_id, since, until, labels = {} }: ColdFilter,
): boolean {
  const firedAt = Date.parse(record.fired_at);
  return (
    (project_id === undefined || record.project_id === project_id) &&
    (trigger_id === undefined || record.trigger_id === trigger_id) &&
    (!since || firedAt >= since.getTime()) &&
    (!until || firedAt < until.getTime()) &&
    Object.entries(labels).every(([name, value]) => record.labels[name] === value)
  );
}

function asInJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
