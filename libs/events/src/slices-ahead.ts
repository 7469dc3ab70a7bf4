import { Injectable } from '@nestjs/common';
import { slicesToCreate } from './slices.js';
import { SlicesRepository } from './slices.repository.js';

/** Makes the slices that will be needed within a day. */
@Injectable()
export class SlicesAhead {
  constructor(private readonly slices: SlicesRepository) {}

  /**
   * Creates up to `limit` of those that are missing (`Infinity` for all), those that begin first before the others; answers
   * how many it created. The next run goes on from there; what is needed before, whoever needs it makes (`ensure`).
   */
  async runOnce(limit: number): Promise<number> {
    const missing = slicesToCreate(await this.slices.now(), await this.slices.ends());
    let created = 0;
    for (const slice of missing.slice(0, limit)) if (await this.slices.create(slice)) created++;
    return created;
  }
}
