import { createHash } from 'node:crypto';
import type { Entry, Remark } from './entry.js';

/** The label of every imported trigger: the file that it came from. */
export const SOURCE_LABEL = 'imported-from';

/**
 * Gives every trigger the `external_key` that it is found by when the file is imported again, and the label of its
 * source. A key of its own wins; else it is made of the source and the entry's identity, so that any other edit updates
 * the trigger. Equal identities are counted in the order of the file.
 */
export function withKeys(entries: Entry[], source: string): { entries: Entry[]; faults: Remark[] } {
  const counts = new Map<string, number>();
  const lines = new Map<unknown, number>();
  const faults: Remark[] = [];
  const keyed = entries.map((entry) => {
    const { external_key, labels } = entry.trigger;
    const nth = (counts.get(entry.identity) ?? 0) + 1;
    counts.set(entry.identity, nth);
    const key = external_key ?? derivedKey(source, entry.identity, nth);
    const first = lines.get(key);
    if (first === undefined) lines.set(key, entry.line);
    else faults.push({ line: entry.line, detail: `has the external_key of line ${first}` });
    const isObject =
      labels === undefined || (typeof labels === 'object' && labels !== null && !Array.isArray(labels));
    return {
      ...entry,
      trigger: {
        ...entry.trigger,
        external_key: key,
        labels: isObject ? { ...labels, [SOURCE_LABEL]: source } : labels,
      },
    };
  });
  return { entries: keyed, faults };
}

function derivedKey(source: string, identity: string, nth: number): string {
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  return `${source}:${digest}${nth === 1 ? '' : `:${nth}`}`;
}
