const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as the clocks of a zone show it, as `<input type="datetime-local">` wants it: `2026-03-01T10:00:00`. */
export function toLocal(instant: string, zone: string): string {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(Date.parse(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/**
 * The instant at which the clocks of a zone show a local time; undefined for what is none. One that occurs twice is its
 * first, one that does not exist is as much later as the clocks go forward.
 */
export function fromLocal(local: string, zone: string): string | undefined {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return undefined;
  // the offsets of a day before and after: between them lies at most one change of the clocks
  const offsets = [wall - DAY, wall + DAY].map((around) => offsetAt(around, zone));
  const [first, second] = offsets.map((offset) => wall - offset) as [number, number];
  const fits = [first, second].filter((at) => at + offsetAt(at, zone) === wall);
  return new Date(fits.length > 0 ? Math.min(...fits) : first).toISOString();
}

const DAY = 86_400_000;

/** How far the clocks of a zone are ahead of UTC, in ms. */
function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  return Date.parse(`${toLocal(new Date(whole).toISOString(), zone)}Z`) - whole;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}
