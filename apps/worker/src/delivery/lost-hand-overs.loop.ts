import { Injectable } from '@nestjs/common';
import { LostHandOvers } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

/** Looks once a second whether Redis has lost what was handed over. */
@Injectable()
export class LostHandOversLoop extends PacedLoop {
  constructor(private readonly lost: LostHandOvers) {
    super();
  }

  protected async turn(): Promise<null> {
    await this.lost.runOnce();
    return null;
  }
}
