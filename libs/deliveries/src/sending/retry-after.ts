/** Every form of an HTTP date begins with the day of the week; Date.parse alone takes much more for a date. */
const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;
/** One of the forms (asctime) names no zone: it means UTC, and not the time zone of this machine. */
const ZONE = / (GMT|UTC|[+-]\d{4})$/;

/**
 * Milliseconds that a `Retry-After` field asks for (RFC 9110, 10.2.3: seconds or a date); null when there is none or
 * it cannot be read. A date in the past is 0. How much of it is granted is decided elsewhere (decide.ts).
 *
 * @param now the date's yardstick, in ms since the epoch
 */
export function retryAfterMs(field: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(field) ? field[0] : field)?.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = DATE.test(text) ? Date.parse(ZONE.test(text) ? text : `${text} GMT`) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
