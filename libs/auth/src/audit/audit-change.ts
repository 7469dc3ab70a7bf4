const LARGEST = 4096;

type Fields = Record<string, unknown>;

/**
 * What an entry shows of a change: all of what was made or removed, and of what was changed only the fields that
 * differ. A value of more than 4 KiB (a payload, say) is told by its size alone.
 */
export function auditChange<T extends object>(
  before: T | null,
  after: T | null,
): { before: Fields | null; after: Fields | null } {
  if (!before || !after) return { before: before && bounded(before), after: after && bounded(after) };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => text((before as Fields)[name]) !== text((after as Fields)[name]));
  const pick = (from: Fields): Fields =>
    Object.fromEntries(differing.map((name) => [name, from[name] ?? null]));
  return { before: bounded(pick(before as Fields)), after: bounded(pick(after as Fields)) };
}

function bounded(fields: object): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const { length } = text(value);
      return [name, length > LARGEST ? { omitted_characters: length } : value];
    }),
  );
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
