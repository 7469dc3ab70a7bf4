/** What is wrong with a form, by JSON pointers into what it sends. */
export type Faults = Record<string, string>;

/** All that is wrong at a pointer and below it, in one sentence for the field that shows both. */
export function faultAt(faults: Faults, pointer: string): string | undefined {
  const found = Object.entries(faults)
    .filter(([at]) => at === pointer || at.startsWith(`${pointer}/`))
    .map(([at, detail]) => (at === pointer ? detail : `${at.slice(pointer.length + 1)}: ${detail}`));
  return found.length > 0 ? found.join('; ') : undefined;
}

/** Without those of fields that have been changed since. */
export const without = (faults: Faults, fields: string[]): Faults =>
  Object.fromEntries(
    Object.entries(faults).filter(
      ([at]) => !fields.some((field) => at === `/${field}` || at.startsWith(`/${field}/`)),
    ),
  );
