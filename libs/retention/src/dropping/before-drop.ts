import { Injectable } from '@nestjs/common';
import type { MarkedSlice } from './archive-slice.js';

/** What has to happen before events are deleted by time. */
export abstract class BeforeDrop {
  /**
   * Of a slice. Nothing is moved into it any more, and both its tables are still attached. When this rejects the slice stays,
   * and is tried again later. It is asked again if the process dies before the drop, so it has to bear being asked twice.
   */
  abstract before(slice: MarkedSlice): Promise<void>;

  /**
   * Of events that lie elsewhere, have expired and have no open deliveries. Rejects with {@link HeldUp} when they have to stay
   * for now; it is asked again for whatever is still there.
   */
  abstract beforeDelete(bucket: number, ids: string[]): Promise<void>;
}

/** What has to happen could not: whoever wanted to delete does not, and goes on with everything else. */
export class HeldUp extends Error {}

@Injectable()
export class NothingBeforeDrop extends BeforeDrop {
  async before(): Promise<void> {}
  async beforeDelete(): Promise<void> {}
}
