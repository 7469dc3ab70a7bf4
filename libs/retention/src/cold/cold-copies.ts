import { type Clock, uuidV7 } from '@app/clock';
import { sliceName } from '@app/events';
import type { MarkedSlice } from '../dropping/archive-slice.js';
import { BeforeDrop, HeldUp } from '../dropping/before-drop.js';
import type { ColdEventsRepository } from './cold-events.repository.js';
import { CopyWriter } from './copy-writer.js';
import { manifestName } from './manifest.js';
import type { ColdStore } from './stores/cold-store.js';

/**
 * Copies what is about to be deleted by time to the cold archive. Names are never used twice: a slice may come again after
 * it was dropped, with other events.
 */
export class ColdCopies extends BeforeDrop {
  private readonly writer: CopyWriter;

  constructor(
    private readonly store: ColdStore,
    private readonly events: ColdEventsRepository,
    private readonly clock: Clock,
  ) {
    super();
    this.writer = new CopyWriter(store);
  }

  /** A copy that was made before the process died is noted with the slice, and is as good as a new one. */
  async before(slice: MarkedSlice): Promise<void> {
    const { bucket, starts_at, ends_at } = slice;
    const copy = await this.events.copyOf(slice);
    if (copy !== null && (await this.store.has(manifestName(copy)))) return;
    const name = `events-${sliceName({ bucket, from: starts_at.getTime() })}-${this.newId()}`;
    const about = { kind: 'slice' as const, bucket, slice: { starts_at, ends_at } };
    const written = await this.writer.write(name, about, this.events.linesOfSlice(slice));
    if (written && !(await this.events.noteCopy(slice, name)))
      throw new HeldUp('another process has taken over its drop');
  }

  async beforeDelete(bucket: number, ids: string[]): Promise<void> {
    const about = { kind: 'expired' as const, bucket, slice: null };
    await this.writer.write(`expired-${this.newId()}`, about, this.events.linesOf(bucket, ids));
  }

  private newId(): string {
    return uuidV7(this.clock.now());
  }
}
