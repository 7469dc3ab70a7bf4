/** One minute of the forecast. */
export interface HeatCell {
  /** The start of the minute, ISO 8601. */
  at: string;
  firings: number;
  /** 0 (nothing) to 5 (the most of these 24 hours), logarithmic: one busy minute must not hide the others. */
  level: number;
}

/** An hour of the viewer's wall clock; minutes that the forecast does not cover are undefined. */
export interface HeatRow {
  /** Where the hour begins, ISO 8601. */
  hour: string;
  cells: (HeatCell | undefined)[];
}

const MINUTE = 60_000;
export const LEVELS = 5;

/**
 * The minutes of a forecast by hours, as the clock on the viewer's wall shows them.
 * @param from the start of the first minute, ISO 8601
 * @param zone an IANA name; some are half an hour off
 */
export function heatRows(minutes: number[], from: string, zone: string): HeatRow[] {
  const start = Date.parse(from);
  const into = minuteOfHour(start, zone);
  const most = Math.max(0, ...minutes);
  const rows = Math.ceil((into + minutes.length) / 60);
  return Array.from({ length: rows }, (_, row) => {
    const hour = start + (row * 60 - into) * MINUTE;
    const cells = Array.from({ length: 60 }, (_, column) => {
      const firings = minutes[row * 60 + column - into];
      if (firings === undefined) return undefined;
      return { at: new Date(hour + column * MINUTE).toISOString(), firings, level: level(firings, most) };
    });
    return { hour: new Date(hour).toISOString(), cells };
  });
}

/** The minute of a forecast that a time lies in, and which of its minutes that is; undefined for what is no time. */
export function minuteOf(time: string, from: string): { at: string; index: number } | undefined {
  const index = Math.floor((Date.parse(time) - Date.parse(from)) / MINUTE);
  if (Number.isNaN(index)) return undefined;
  return { at: new Date(Date.parse(from) + index * MINUTE).toISOString(), index };
}

/** How dark a minute is drawn, 0 to 5. */
function level(firings: number, most: number): number {
  if (firings <= 0) return 0;
  return Math.max(1, Math.ceil((LEVELS * Math.log1p(firings)) / Math.log1p(most)));
}

function minuteOfHour(time: number, timeZone: string): number {
  const minute = new Intl.DateTimeFormat('en', { minute: 'numeric', timeZone }).format(time);
  return Number(minute);
}

/** Firings in words: shares of one (of a jitter) are told as such. */
export function firingsInWords(firings: number): string {
  if (firings === 0) return 'no firing';
  if (firings < 0.95) return 'less than one firing';
  const whole = Math.round(firings);
  return whole === 1 ? '1 firing' : `${whole.toLocaleString('en')} firings`;
}
