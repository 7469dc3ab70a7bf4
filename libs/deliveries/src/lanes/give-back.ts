import { Injectable } from '@nestjs/common';
import { Lanes } from './lanes.js';
import { GiveBackRepository, type GivenBack } from './give-back.repository.js';
import { GroupCommit } from '../recording/group-commit.js';

const MAX_BATCH = 1000;
const MAX_WAITING = 100_000;

/** Puts deliveries that may not run yet back into their lanes, many at a time. */
@Injectable()
export class GiveBack {
  private readonly commits = new GroupCommit<GivenBack, void>((some) => this.flush(some), {
    maxBatch: MAX_BATCH,
    maxWaiting: MAX_WAITING,
  });

  constructor(
    private readonly repository: GiveBackRepository,
    private readonly lanes: Lanes,
  ) {}

  /** Settles when it is committed. */
  write(one: GivenBack): Promise<void> {
    return this.commits.submit(one);
  }

  private async flush(some: GivenBack[]): Promise<void[]> {
    const slow = [...new Set(some.filter(({ slow }) => slow).map(({ destination_id }) => destination_id))];
    if (slow.length > 0 && (await this.repository.markCongested(slow))) await this.lanes.refresh();
    await this.repository.giveBack(some.map(({ ref }) => ref));
    return some.map(() => undefined);
  }
}
