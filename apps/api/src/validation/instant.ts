const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

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
  if (!isCalendarDay || Number.isNaN(Date.parse(value))) return 'is not a time that exists';
  if (year! < 1970) return 'must not be before 1970';
  return undefined;
}
