/** A time as `<input type="datetime-local">` takes it, in the browser's zone or UTC: `2026-11-25T14:05`. */
export function toInput(time: string | undefined, utc: boolean): string {
  const date = new Date(time ?? '');
  if (Number.isNaN(date.getTime())) return '';
  const offset = utc ? 0 : date.getTimezoneOffset() * 60_000;
  return new Date(date.getTime() - offset).toISOString().slice(0, 16);
}

/** The time that was typed, for the api; undefined when none was. */
export function fromInput(text: string, utc: boolean): string | undefined {
  const date = new Date(utc ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
