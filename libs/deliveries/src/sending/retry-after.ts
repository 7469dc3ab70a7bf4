/**
 * Milliseconds that a `Retry-After` field asks for (RFC 9110, 10.2.3: seconds or a date); null when there is none or
 * it cannot be read. A date in the past is 0.
 */
export function retryAfterMs(field: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(field) ? field[0] : field)?.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
