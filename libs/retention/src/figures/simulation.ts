import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { invalid } from '@app/errors';
import { lifetimeOf, type RetentionPolicy } from '@app/events';
import { estimate, type Place } from './event-sample.js';
import { RetentionFiguresRepository, type SimulatedRow, type Whose } from './retention-figures.repository.js';
import { courseOf, type SimulatedCourse } from './simulated-days.js';

export interface Simulated extends SimulatedCourse {
  /** How many events there are. */
  events: number;
  estimated: boolean;
  /** Of `events`; null when all were gone through. */
  relative_error: number | null;
}

const PLACES: Place[] = ['active', 'archived'];

/** What a policy would do to the events that there are. */
@Injectable()
export class Simulation {
  constructor(
    private readonly repository: RetentionFiguresRepository,
    private readonly database: Database,
  ) {}

  /**
   * As if it were the policy of the project, or of the trigger for its events alone, and were applied now. All events are
   * gone through while they are few, else a sample of a bounded size. Throws `invalid` when there is no such trigger.
   */
  of(projectId: string, policy: RetentionPolicy, triggerId?: string): Promise<Simulated> {
    const { archiveAfterMs, deleteAfterMs } = lifetimeOf(policy);
    const times = { archiveAfterMs: archiveAfterMs ?? Infinity, deleteAfterMs: deleteAfterMs ?? Infinity };
    const whose: Whose = { project_id: projectId, trigger_id: triggerId ?? null };
    return this.database.snapshot(async (manager) => {
      const { today, has_trigger } = await this.repository.begin(whose, manager);
      if (!has_trigger) throw invalid([{ pointer: '/trigger_id', detail: 'There is no such trigger.' }]);
      const rows: (SimulatedRow & { scale: number })[] = [];
      let events = 0;
      let error = 0;
      let estimated = false;
      for (const place of PLACES) {
        const look = await this.repository.look(place, whose, manager);
        const scale = 100 / look.percent;
        const found = await this.repository.simulated(place, whose, look, times, manager);
        rows.push(...found.map((row) => ({ ...row, bytes: row.bytes * look.factor, scale })));
        const summary = await this.repository.summary(place, whose, look, manager);
        const { count, relative_error } = estimate(
          summary.events,
          summary.squares,
          look.percent,
          look.missed,
        );
        events += count;
        estimated ||= relative_error !== null;
        error = Math.hypot(error, count * (relative_error ?? 0));
      }
      return {
        events,
        ...courseOf(rows, today),
        estimated,
        relative_error: estimated ? Number((events > 0 ? error / events : 1).toFixed(3)) : null,
      };
    });
  }
}
