import { Injectable } from '@nestjs/common';
import { FeedRepository } from './feed.repository.js';

/** Forgets what nobody may ask the live feed for any more. */
@Injectable()
export class OldFeedSlots {
  constructor(private readonly feed: FeedRepository) {}

  /**
   * Empties up to `limit` slots of the feed; answers how many, and whether something in them is missing in the figures now
   * because nobody had counted it. Rejects where one has to wait too long for its lock.
   */
  async runOnce(limit: number): Promise<{ emptied: number; uncounted: boolean }> {
    const done = { emptied: 0, uncounted: false };
    while (done.emptied < limit) {
      const { emptied, uncounted } = await this.feed.emptyOldSlot();
      if (!emptied) break;
      done.emptied++;
      done.uncounted ||= uncounted;
    }
    return done;
  }
}
