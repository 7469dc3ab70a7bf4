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

const ADVANCED = [
  'jitter',
  'start_at',
  'end_at',
  'max_runs',
  'overlap',
  'misfire_policy',
  'misfire_grace',
  'expect_every',
  'retention',
  'external_key',
  'alert_destinations',
];

/** Whether something is wrong in the part of the form that may be folded up. */
export const isAdvanced = (faults: Faults): boolean =>
  Object.keys(faults).some((at) => ADVANCED.includes(at.split('/')[1] ?? ''));
