import type { AuditEntry } from '../../api/types';

/** A field that an act has changed; `before` or `after` is undefined where there was none. */
export interface Change {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

const LONGEST = 160;

/** What an entry of the audit log says that changed, field by field. */
export function changesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change[] {
  const [was, is] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(was!), ...Object.keys(is!)])];
  return fields.map((field) => ({ field, before: written(was![field]), after: written(is![field]) }));
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
