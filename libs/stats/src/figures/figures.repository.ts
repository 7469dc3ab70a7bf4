import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { WHOLE_PROJECT } from '../counting/cells.js';
import type { Counts } from './figures.js';

/** What happened in the step that begins at `at` (ms). */
export type StepCounts = Counts & { at: number };

@Injectable()
export class FiguresRepository {
  constructor(private readonly database: Database) {}

  /** PostgreSQL's time, and until when what was committed is counted; both in ms. */
  async now(): Promise<{ now: number; counted_at: number }> {
    const [row] = await this.database.query<{ now: number; counted_at: number }>(NOW, []);
    return row!;
  }

  /** Steps of `stepMs` from `from` (ms) on, those in which nothing happened left out. Of the whole project, or of a destination. */
  steps(
    projectId: string,
    stepMs: number,
    from: number,
    destinationId = WHOLE_PROJECT,
  ): Promise<StepCounts[]> {
    const values = [projectId, destinationId, stepMs / 1000, new Date(from)];
    return this.database.query<StepCounts>(STEPS, values);
  }
}

const MS = (at: string) => `(extract(epoch FROM ${at}) * 1000)::float8`;

const NOW = {
  name: 'figures.now',
  text: `SELECT ${MS('now()')} AS now, ${MS('at')} AS counted_at FROM stat_position`,
};

const STEPS = {
  name: 'figures.steps',
  text: `
SELECT ${MS('at')} AS at, fired, delivered, dead, cancelled, failed_attempts, lag_max_ms, lags, durations
  FROM stat_cells WHERE project_id = $1 AND destination_id = $2 AND step = $3 AND at >= $4`,
};
