/** However a change is missed, it is seen this long after. */
export const LIFETIME_MS = 5000;

/** What was loaded, and when its load began (ms since the epoch, by the platform's clock). */
export interface Entry<T> {
  value: T;
  began: number;
}

/**
 * How many ms an entry has left, 0 if it is over. Whatever began in the future is over too: it was dated by a clock that
 * has been set back since, and nobody knows its age.
 */
export function remaining({ began }: { began: number }, now: number): number {
  return began > now ? 0 : Math.max(began + LIFETIME_MS - now, 0);
}

export function writeEntry<T>({ value, began }: Entry<T>): string {
  return JSON.stringify({ began, value });
}

/** Undefined for what is no entry, such as the mark of a change. */
export function readEntry<T>(text: string): Entry<T> | undefined {
  try {
    const entry = JSON.parse(text) as Partial<Entry<T>> | null;
    if (typeof entry?.began !== 'number' || entry.value === undefined) return undefined;
    return { value: entry.value, began: entry.began };
  } catch {
    return undefined;
  }
}
