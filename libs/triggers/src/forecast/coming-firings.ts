import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Pace } from '@app/clock';
import { Database, LIST_PATIENCE_MS, type Page } from '@app/database';
import { ComingRepository, type ComingWindow } from './coming.repository.js';
import { comingWindow, type ComingFilter } from './coming-window.js';
import { firingsOf, type ComingFiring } from './firings-of.js';
import { ForecastRepository } from './forecast.repository.js';
import { instantsOf } from './pattern-instants.js';
import { comparePlaces, readPlace, writePlace, type Place } from './place.js';
import { STATEMENT_TIMEOUT_MS, Turns } from './turns.js';

/** Triggers that are looked at when those that were to fire first do not, since their runs are used up. */
const MANY = 2000;

/** Says which triggers will fire when. */
@Injectable()
export class ComingFirings {
  private readonly turns = new Turns();

  constructor(
    private readonly repository: ComingRepository,
    private readonly forecasts: ForecastRepository,
    private readonly database: Database,
  ) {}

  /**
   * What will fire, in the order in which it does. A page costs what a look at each armed trigger of the project does, and
   * one at each pattern that has an occurrence before it; not more for what else they fire, nor for how far ahead it is.
   * One that takes longer than a second is short. Throws `invalid` for a cursor that is none and a window that cannot be,
   * and `unavailable` when too many ask at once or PostgreSQL takes too long.
   */
  async list(
    projectId: string,
    filter: ComingFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<ComingFiring>> {
    const after = readPlace(cursor);
    return this.turns.take(() =>
      this.database.snapshot(async (manager) => {
        const origin = await this.forecasts.begin(STATEMENT_TIMEOUT_MS, manager);
        return this.fill(comingWindow(projectId, filter, origin), origin, after, limit, manager);
      }),
    );
  }

  /**
   * A trigger of the page is among the first `limit` by its first firing there. The place of the one after them is the
   * bound up to which nothing is missing, and there are enough, unless runs are used up.
   */
  private async fill(
    window: ComingWindow,
    origin: Date,
    after: Place,
    limit: number,
    manager: EntityManager,
  ): Promise<Page<ComingFiring>> {
    const giveUpAt = performance.now() + LIST_PATIENCE_MS;
    const found: ComingFiring[] = [];
    const pace = new Pace();
    for (let most = limit + 1; ; most = MANY) {
      const rows = await this.firstAfter(window, after, most, manager);
      const last = rows.at(-1);
      const bound = last && rows.length === most ? { at: last.fires_at, id: last.id } : undefined;
      const further: ComingFiring[] = [];
      for (const row of rows) {
        for (const firing of firingsOf(row, window, origin, { after, bound, most: limit + 1 }))
          further.push(firing);
        await pace.pauseIfDue();
      }
      for (const firing of further.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b))))
        found.push(firing);
      if (found.length > limit) {
        const data = found.slice(0, limit);
        return { data, next_cursor: writePlace(placeOf(data.at(-1)!)) };
      }
      if (!bound) return { data: found, next_cursor: null };
      if (performance.now() > giveUpAt) return { data: found, next_cursor: writePlace(bound) };
      after = bound;
    }
  }

  private async firstAfter(window: ComingWindow, after: Place, most: number, manager: EntityManager) {
    const at = Math.max(window.from.getTime(), after.at);
    const patterns = await this.repository.patterns(window, at, manager);
    const instants = await instantsOf(patterns, at, window.until.getTime());
    return this.repository.firstAfter(window, after, instants, most, manager);
  }
}

function placeOf({ fires_at, trigger_id }: ComingFiring): Place {
  return { at: fires_at.getTime(), id: trigger_id };
}
