const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Why a value is not a time as the api takes them (ISO 8601, with an offset, a day that the calendar has, 1970 to
 * 9999); undefined when it is one.
 */
export function instantFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string with an ISO 8601 time such as 2026-03-01T10:00:00Z';
  const parts = FORM.exec(value);
  if (!parts) {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d[:\d.]*$/.test(value)
      ? 'needs an offset: Z, or for example +01:00'
      : 'must be an ISO 8601 time with an offset, such as 2026-03-01T10:00:00Z';
  }
  const [, year, month, day] = parts.map(Number);
  const isCalendarDay = new Date(Date.UTC(year!, month! - 1, day)).getUTCDate() === day;
  const at = Date.parse(value);
  if (!isCalendarDay || Number.isNaN(at)) return 'is not a time that exists';
  if (at < 0 || at > LATEST) return 'must be from 1970 to 9999 in UTC';
  return undefined;
}
