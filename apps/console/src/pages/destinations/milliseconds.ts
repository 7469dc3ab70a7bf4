const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration of the plain form (`90s`, `1.5h`, `250ms`) in ms; undefined for any other. */
export function milliseconds(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit!]!;
}
