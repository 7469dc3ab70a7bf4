import { Injectable } from '@nestjs/common';
import { RunApplies } from '@app/retention';
import { PacedLoop, type Turned } from '../paced-loop.js';

/** Events that one turn resolves anew. */
const BATCH = 1000;

/** Applies policies to existing events, and sleeps until a run is due. Any number of workers may run it. */
@Injectable()
export class ApplyLoop extends PacedLoop {
  constructor(private readonly applies: RunApplies) {
    super();
  }

  protected async turn(): Promise<Turned> {
    const { turns } = await this.applies.runOnce(BATCH);
    return turns > 0 ? 'more' : this.applies.nextDueIn();
  }
}
