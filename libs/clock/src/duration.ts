import ms, { type StringValue } from 'ms';

const FORM = /^\d{1,6}(\.\d{1,3})?(ms|s|m|h|d|w)$/;
const LONGEST_MS = 400 * 24 * 3_600_000;

/**
 * Milliseconds of a duration such as `90s`, `30m`, `2h` or `7d` (the `ms` library's form, unit required).
 * Answers `undefined` for anything else, and for more than 400 days.
 */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined;
  const length = ms(text as StringValue);
  return length <= LONGEST_MS ? length : undefined;
}

/** Milliseconds of a duration that has been validated before; throws on anything else. */
export function durationMs(text: string): number {
  const length = parseDuration(text);
  if (length === undefined) throw new RangeError(`not a duration: ${text}`);
  return length;
}
