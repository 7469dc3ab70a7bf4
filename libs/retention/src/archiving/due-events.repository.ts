import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { END_OF_PAGE, LOCK_ALL, LOCK_ENDED, LOCK_FREE, type Place } from './due-statements.js';

/** How far a run has come: it goes by the time that made an event due, and its id. */
export interface Position {
  at: string;
  id: string;
}

/** From after one position until another; without it until the last. */
export interface Page {
  after: Position;
  end?: Position | undefined;
}

/** Before the first. */
export const START: Position = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export interface DueEvent {
  id: string;
  /** From its firing until it expires, in ms; `Infinity` is never. */
  lifetime_ms: number;
  expired: boolean;
  /** PostgreSQL's time, to the microsecond. */
  looked_at: string;
}

/** Finds what retention has to do, page by page. */
@Injectable()
export class DueEventsRepository {
  constructor(private readonly database: Database) {}

  /** Where a page of so many due events after a position ends; undefined when fewer are left. */
  async endOfPage(place: Place, after: Position, size: number): Promise<Position | undefined> {
    const values = [after.at, after.id, size - 1];
    const [end] = await this.database.query<Position>({ text: END_OF_PAGE[place] }, values);
    return end;
  }

  /**
   * Locks those after one position and up to another (all, if there is none), at most `limit`, except what somebody else
   * holds. With `freeOnly` those are passed over that have open deliveries and have not expired.
   */
  lock(
    place: Place,
    page: Page,
    limit: number,
    freeOnly: boolean,
    manager: EntityManager,
  ): Promise<DueEvent[]> {
    const { after, end = END } = page;
    const text = (freeOnly ? LOCK_FREE : LOCK_ALL)[place];
    return this.database.query<DueEvent>({ text }, [after.at, after.id, end.at, end.id, limit], manager);
  }

  /** Locks those of these events to which nothing has happened since they had ended, except what somebody else holds. */
  async lockEnded(bucket: number, ids: string[], since: string, manager: EntityManager): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(LOCK_ENDED, [bucket, ids, since], manager);
    return rows.map(({ id }) => id);
  }
}

const END: Position = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
