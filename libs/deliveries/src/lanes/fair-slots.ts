import { Pace } from './pace.js';

/** As long as something has waited for less than this, nothing is said about how fast its destination is. */
const GRACE_MS = 500;

interface Waiting {
  start: () => void;
  giveBack: () => void;
}

interface Place {
  cap: number;
  running: number;
  waiting: Waiting[];
  /** Since when some have waited while others ran, without a break. */
  busySince: number | null;
  pace: Pace;
}

/**
 * Shares the places of a worker between destinations. Whoever waits is let in by turns of the destinations; none holds
 * more than its cap, nor more than are still free, so that several slow ones leave places for the others. What
 * waits for its own destination is given back once that moves too slowly to get to it within a second.
 */
export class FairSlots {
  private readonly places = new Map<string, Place>();
  private free: number;

  /** `now` is in ms, by a clock that never jumps. */
  constructor(
    total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.free = total;
  }

  /** Answers what `work` does, or `given-back` when it was not begun. */
  async run<T>(key: string, cap: number, work: () => Promise<T>): Promise<T | 'given-back'> {
    if (!(await this.enter(key, cap))) return 'given-back';
    try {
      return await work();
    } finally {
      this.leave(key);
    }
  }

  /** To be called several times a second, for destinations of which nothing ends. */
  judge(): void {
    for (const place of this.places.values()) this.giveBackTooMany(place);
  }

  private enter(key: string, cap: number): Promise<boolean> {
    const place = this.placeOf(key);
    place.cap = cap;
    return new Promise((resolve) => {
      place.waiting.push({ start: () => resolve(true), giveBack: () => resolve(false) });
      this.letIn();
      this.noteBusy(place);
      this.giveBackTooMany(place);
    });
  }

  private leave(key: string): void {
    const place = this.placeOf(key);
    place.running--;
    place.pace.note(this.now());
    this.free++;
    this.letIn();
    this.noteBusy(place);
    if (place.running === 0 && place.waiting.length === 0) this.places.delete(key);
  }

  private letIn(): void {
    for (let next = this.nextIn(); next; next = this.nextIn()) {
      const [key, place] = next;
      place.running++;
      this.free--;
      place.waiting.shift()!.start();
      this.noteBusy(place);
      // The next turn begins with the others.
      this.places.delete(key);
      this.places.set(key, place);
    }
  }

  private nextIn(): [string, Place] | undefined {
    if (this.free === 0) return undefined;
    for (const entry of this.places) if (entry[1].waiting.length > 0 && this.hasRoom(entry[1])) return entry;
    return undefined;
  }

  private hasRoom({ running, cap }: Place): boolean {
    return running < cap && (running === 0 || running < this.free);
  }

  /** While all places are taken by others it has none, which is not its own fault. */
  private noteBusy(place: Place): void {
    if (place.waiting.length === 0 || place.running === 0) place.busySince = null;
    else place.busySince ??= this.now();
  }

  private giveBackTooMany({ busySince, pace, waiting }: Place): void {
    const now = this.now();
    if (busySince === null || now - busySince < GRACE_MS) return;
    for (const one of waiting.splice(Math.ceil(pace.perSecond(now)))) one.giveBack();
  }

  private placeOf(key: string): Place {
    let place = this.places.get(key);
    if (!place) {
      place = { cap: 1, running: 0, waiting: [], busySince: null, pace: new Pace(this.now()) };
      this.places.set(key, place);
    }
    return place;
  }
}
