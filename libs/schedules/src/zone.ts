import { LRUCache } from 'lru-cache';

/** A stretch of time over which a zone keeps one offset. All in milliseconds; `end` is exclusive. */
export interface Stretch {
  start: number;
  end: number;
  /** Added to an instant it gives the wall-clock time. */
  offset: number;
  /** The offset that held just before `start`. */
  offsetBefore: number;
}

const DAY = 86_400_000;
/** Stretches are found, and end at the latest, by blocks of this length. */
const BLOCK = 64 * DAY;
/** How far apart the offset is sampled. The shortest stretch since 1995, of any zone, lasted a week (Brazil, 2000). */
const SAMPLE = 4 * DAY;

/** The time zone database, as Intl knows it. Asking Intl costs microseconds; what it said is kept. */
class Zone {
  private readonly format: Intl.DateTimeFormat;
  private readonly blocks = new LRUCache<number, Stretch[]>({ max: 100 });
  private latest: Stretch = { start: 0, end: 0, offset: 0, offsetBefore: 0 };

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  stretchAt(at: number): Stretch {
    if (at >= this.latest.start && at < this.latest.end) return this.latest;
    const index = Math.floor(at / BLOCK);
    let block = this.blocks.get(index);
    if (!block) this.blocks.set(index, (block = this.survey(index * BLOCK)));
    return (this.latest = block.find(({ end }) => at < end)!);
  }

  /** A day before the block counts in, so that a change of the clocks just before it is still known as one. */
  private survey(block: number): Stretch[] {
    const from = block - DAY;
    const end = block + BLOCK;
    const stretches: Stretch[] = [];
    let current = { start: from, end, offset: this.offsetAt(from), offsetBefore: this.offsetAt(from) };
    for (let at = from; at < end - 1;) {
      const sample = Math.min(at + SAMPLE, end - 1);
      if (this.offsetAt(sample) !== current.offset) {
        const start = this.changeBetween(at, sample);
        stretches.push({ ...current, end: start });
        current = { start, end, offset: this.offsetAt(sample), offsetBefore: current.offset };
      }
      at = sample;
    }
    return [...stretches, current];
  }

  /** The first instant of the offset that holds at `after`, while another one held at `before`. */
  private changeBetween(before: number, after: number): number {
    const old = this.offsetAt(before);
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.offsetAt(middle) === old) before = middle;
      else after = middle;
    }
    return after;
  }

  private offsetAt(at: number): number {
    const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d):?(\d\d)?)?$/.exec(
      this.format.format(at),
    )!;
    const offset = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return (sign === '-' ? -offset : offset) * 1000;
  }
}

const zones = new LRUCache<string, Zone>({ max: 600 });

/** The stretch of constant offset that holds `at`. Throws a RangeError for a zone that does not exist. */
export function stretchAt(timezone: string, at: number): Stretch {
  let zone = zones.get(timezone);
  if (!zone) zones.set(timezone, (zone = new Zone(timezone)));
  return zone.stretchAt(at);
}

export function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false;
  try {
    return stretchAt(name, 0) !== undefined;
  } catch {
    return false;
  }
}

/** The stretches that begin with a change of the clocks, after `from` and up to `until`, oldest first. */
export function* clockChanges(timezone: string, from: number, until: number): Generator<Stretch> {
  for (let at = from; at <= until;) {
    const stretch = stretchAt(timezone, at);
    if (stretch.start > from && stretch.start >= at && stretch.offset !== stretch.offsetBefore) yield stretch;
    at = stretch.end;
  }
}

/** Whether the clocks went past a calendar day as a whole, from one midnight to another, at the start of this stretch. */
export function skipsDayOf(wallClock: number, { start, offset, offsetBefore }: Stretch): boolean {
  const midnight = Math.floor(wallClock / DAY) * DAY;
  return start + offsetBefore <= midnight && midnight + DAY <= start + offset;
}
