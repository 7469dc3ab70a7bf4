import type { TriggerType } from './trigger.entity.js';

export interface TriggerFilter {
  trigger_type?: TriggerType;
  enabled?: boolean;
  archived: 'true' | 'false' | 'all';
  /** Whether it has gone quiet. */
  quiet?: boolean;
  /** Part of the name, in any case. */
  q?: string;
  /** What the labels have to contain. */
  labels?: Record<string, string | string[]>;
}

/** What of triggers `t` fits, with {@link filterValues} as its parameters. */
export function checksOf({ trigger_type, enabled, archived, quiet, q, labels }: TriggerFilter): string {
  const checks = ['true'];
  if (trigger_type) checks.push('t.trigger_type = :trigger_type');
  if (enabled !== undefined) checks.push('t.enabled = :enabled');
  if (archived !== 'all') checks.push(archived === 'true' ? 't.archived' : 'NOT t.archived');
  if (quiet !== undefined) checks.push(`t.quiet_since IS ${quiet ? 'NOT NULL' : 'NULL'}`);
  if (q) checks.push('position(lower(:q) in lower(t.name)) > 0');
  if (labels) checks.push('t.labels @> :labels::jsonb');
  return checks.join(' AND ');
}

export function filterValues(filter: TriggerFilter): Record<string, unknown> {
  return { ...filter, labels: JSON.stringify(filter.labels) };
}
