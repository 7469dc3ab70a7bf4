import { Injectable } from '@nestjs/common';
import type { ArchiveSlice } from './archive-slice.js';

/** What has to happen with a slice before it is dropped. */
export abstract class BeforeDrop {
  /**
   * Nothing is moved into the slice any more, and both its tables are still attached. When this rejects the slice stays, and
   * is tried again later. It is asked again if the process dies before the drop, so it has to bear being asked twice.
   */
  abstract before(slice: ArchiveSlice): Promise<void>;
}

@Injectable()
export class NothingBeforeDrop extends BeforeDrop {
  async before(): Promise<void> {}
}
