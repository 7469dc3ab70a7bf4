const UNITS: [unit: string, milliseconds: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A time from `now` in words: `3 min ago`, `in 2 d`; what is less than two seconds away is `now`. */
export function relativeTime(time: string, now: number): string {
  const distance = Date.parse(time) - now;
  if (Math.abs(distance) < 2_000) return 'now'; // the page's clock ticks once a second, and is not the api's
  const fitting = UNITS.find(([, milliseconds]) => Math.abs(distance) >= milliseconds);
  if (fitting === undefined) return 'now';
  const [unit, size] = fitting;
  const count = Math.floor(Math.abs(distance) / size);
  return distance < 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A time with its seconds and zone: `24 Nov 2026, 10:15:03 CET`. @param zone an IANA name */
export function exactTime(time: string, zone: string): string {
  return format(`exact ${zone}`, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: zone,
    hourCycle: 'h23',
  }).format(Date.parse(time));
}

/** The same without the year where that is the one of `now`: `24 Nov, 10:15:03 CET`. */
export function nearTime(time: string, zone: string, now = Date.now()): string {
  const year = format(`year ${zone}`, { year: 'numeric', timeZone: zone });
  if (year.format(Date.parse(time)) !== year.format(now)) return exactTime(time, zone);
  return format(`near ${zone}`, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: zone,
    hourCycle: 'h23',
  }).format(Date.parse(time));
}

/** An exact time in little space: `10:15:03` of today, `24 Nov, 10:15` of this year, else `24 Nov 2025`. */
export function shortTime(time: string, zone: string, now: number): string {
  const at = Date.parse(time);
  const day = format(`day ${zone}`, { day: 'numeric', month: 'short', timeZone: zone });
  const year = format(`year ${zone}`, { year: 'numeric', timeZone: zone });
  if (year.format(at) !== year.format(now)) return `${day.format(at)} ${year.format(at)}`;
  const seconds = day.format(at) === day.format(now);
  const clock = format(`${seconds ? 'seconds' : 'minutes'} ${zone}`, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
    timeZone: zone,
    hourCycle: 'h23',
  }).format(at);
  return seconds ? clock : `${day.format(at)}, ${clock}`;
}

/** A time to the millisecond, without the date and the zone: `10:15:03.250`. */
export function clockTime(time: string, zone: string): string {
  return format(`clock ${zone}`, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZone: zone,
    hourCycle: 'h23',
  }).format(Date.parse(time));
}

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, made);
  return made;
}

/** A span of time in words: `340 ms`, `2.1 s`, `5 min`, `3 h`. @param milliseconds may be null, which is `–` */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return '–';
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  if (milliseconds < 172_800_000) return `${Math.round(milliseconds / 3_600_000)} h`;
  return `${Math.round(milliseconds / 86_400_000)} d`;
}
