import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { ScheduleColumns } from '../trigger-schedule.js';
import type { Trigger } from '../trigger.entity.js';
import type { Pattern, PatternInstant } from './pattern-instants.js';
import type { Place } from './place.js';
import { FIRST_FIRINGS, PATTERNS } from './coming-statements.js';

/** A trigger, and where its first firing is. */
export type FirstFiringRow = ScheduleColumns &
  Pick<Trigger, 'id' | 'name' | 'jitter'> & {
    /** Ms since the epoch. A trigger whose runs are used up by then does not fire all the same. */
    fires_at: number;
    next_occurrence_at: Date;
    /** Whether what is up next is overdue and will be let go. */
    lapsed: boolean;
  };

/** Which firings are asked for: those in [`from`, `until`), of one trigger or to one destination if that is said. */
export interface ComingWindow {
  projectId: string;
  triggerId: string | null;
  destinationId: string | null;
  from: Date;
  until: Date;
  /** Whether what was to fire before is asked for as well. */
  withOverdue: boolean;
}

/** Questions about what will fire, within one transaction, so that they agree. */
@Injectable()
export class ComingRepository {
  constructor(private readonly database: Database) {}

  /** The patterns that have to be worked out to know what fires first after an instant (ms since the epoch). */
  patterns(
    { projectId, triggerId, destinationId }: ComingWindow,
    at: number,
    manager: EntityManager,
  ): Promise<Pattern[]> {
    const values = [projectId, triggerId, destinationId, at];
    return this.database.query<Pattern>(PATTERNS, values, manager);
  }

  /** The `most` triggers that fire first after a place, in the order of their firings. */
  firstAfter(
    { projectId, triggerId, destinationId, from, until, withOverdue }: ComingWindow,
    after: Place,
    instants: PatternInstant[],
    most: number,
    manager: EntityManager,
  ): Promise<FirstFiringRow[]> {
    const values = [
      projectId,
      triggerId,
      destinationId,
      from.getTime(),
      until.getTime(),
      after.at,
      after.id,
      most,
      withOverdue,
      instants.map(({ cron }) => cron),
      instants.map(({ timezone }) => timezone),
      instants.map(({ jitter }) => jitter),
      instants.map(({ at }) => at),
    ];
    return this.database.query<FirstFiringRow>(FIRST_FIRINGS, values, manager);
  }
}
