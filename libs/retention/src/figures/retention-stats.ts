import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { estimate, type Place } from './event-sample.js';
import { RetentionFiguresRepository, type Whose } from './retention-figures.repository.js';

/** Events of one place that have not expired. */
export interface PlaceFigures {
  events: number;
  /** On disk, with all that comes with them: an estimate always. */
  bytes: number;
  estimated: boolean;
  /** Null when they were counted. */
  relative_error: number | null;
}

export interface RetentionFigures {
  active: PlaceFigures;
  archived: PlaceFigures;
  oldest_active: Date | null;
  oldest_archived: Date | null;
  next_drop: Date | null;
}

/** How much of a project lies where. Counted while that is little, else told from a sample of a bounded size. */
@Injectable()
export class RetentionStats {
  constructor(
    private readonly repository: RetentionFiguresRepository,
    private readonly database: Database,
  ) {}

  of(projectId: string): Promise<RetentionFigures> {
    return this.database.snapshot(async (manager) => {
      const { oldest: oldest_active, ...active } = await this.place('active', projectId, manager);
      const { oldest: oldest_archived, ...archived } = await this.place('archived', projectId, manager);
      const next_drop = await this.repository.nextDrop(manager);
      return { active, archived, oldest_active, oldest_archived, next_drop };
    });
  }

  private async place(
    place: Place,
    project_id: string,
    manager: EntityManager,
  ): Promise<PlaceFigures & { oldest: Date | null }> {
    const whose: Whose = { project_id, trigger_id: null };
    const look = await this.repository.look(place, whose, manager);
    const { events, bytes, squares, oldest } = await this.repository.summary(place, whose, look, manager);
    const { count, relative_error } = estimate(events, squares, look.percent, look.missed);
    const estimated = relative_error !== null;
    return {
      events: count,
      bytes: Math.round((bytes * look.factor * 100) / look.percent),
      estimated,
      relative_error,
      oldest: (estimated && (await this.repository.oldest(place, project_id, manager))) || oldest,
    };
  }
}
