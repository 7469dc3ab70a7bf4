import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { EventSource, RetentionPolicy } from '@app/events';
import {
  LOCK,
  pageOf,
  SET_HELD,
  setTimes,
  TRIGGER_POLICIES,
  UNDER_WAY,
} from './applied-events-statements.js';

/** An event that a run has come to, locked. */
export interface LockedEvent {
  bucket: number;
  id: string;
  trigger_id: string | null;
  source: EventSource;
  hold: boolean;
  fired_at: Date;
  /** Since it was fired, by PostgreSQL's clock. */
  age_ms: number;
}

/** Times that an event is to have, in milliseconds from its firing; Infinity is never. */
export interface EventTimes {
  bucket: number;
  id: string;
  archive_after: number;
  delete_after: number;
}

/** The events that policies are applied to; all within the transaction of a turn. */
@Injectable()
export class AppliedEventsRepository {
  constructor(private readonly database: Database) {}

  /** The next ids after one and before another, oldest first. */
  async page(
    { project_id, trigger_id }: { project_id: string; trigger_id: string | null },
    after: string,
    before: string,
    limit: number,
    manager: EntityManager,
  ): Promise<string[]> {
    const values = [project_id, after, before, limit, ...(trigger_id === null ? [] : [trigger_id])];
    const statement = pageOf(trigger_id !== null);
    const rows = await this.database.query<{ id: string }>(statement, values, manager);
    return rows.map(({ id }) => id);
  }

  /**
   * Those that live on, locked until the end of the transaction. Whoever waits for a move finds nothing at the old place,
   * and the event at the new one when looking again. What is about to expire is left out: it could be seen to come back.
   */
  async lock(projectId: string, ids: string[], manager: EntityManager): Promise<LockedEvent[]> {
    const lock = (some: string[]) => this.database.query<LockedEvent>(LOCK, [projectId, some], manager);
    const events = await lock(ids);
    const found = new Set(events.map(({ id }) => id));
    const missed = ids.filter((id) => !found.has(id));
    return missed.length > 0 ? [...events, ...(await lock(missed))] : events;
  }

  /** The policies of those of these triggers that have one. */
  async triggerPolicies(ids: string[], manager: EntityManager): Promise<Map<string, RetentionPolicy>> {
    const rows = await this.database.query<{ id: string; retention: RetentionPolicy }>(
      TRIGGER_POLICIES,
      [ids],
      manager,
    );
    return new Map(rows.map(({ id, retention }) => [id, retention]));
  }

  /** Which of these events have a delivery that is being tried, or about to be. */
  async underWay(events: LockedEvent[], manager: EntityManager): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      UNDER_WAY,
      [events.map(({ id }) => id), bucketsOf(events)],
      manager,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Answers how many had other times. */
  async setTimes(times: EventTimes[], manager: EntityManager): Promise<number> {
    let changed = 0;
    for (const bucket of bucketsOf(times)) {
      const some = times.filter((one) => one.bucket === bucket);
      changed += (await this.database.query(setTimes(bucket), columns(some), manager)).length;
    }
    return changed;
  }

  /** The same for events on hold: it is what they return to that changes. */
  async setHeldTimes(times: EventTimes[], manager: EntityManager): Promise<number> {
    if (times.length === 0) return 0;
    return (await this.database.query(SET_HELD, [...columns(times), bucketsOf(times)], manager)).length;
  }
}

/** The keys begin with the bucket: a whole index would be read without it. */
function bucketsOf(events: { bucket: number }[]): number[] {
  return [...new Set(events.map(({ bucket }) => bucket))];
}

function columns(times: EventTimes[]): [string[], number[], number[]] {
  return [
    times.map(({ id }) => id),
    times.map(({ archive_after }) => archive_after),
    times.map(({ delete_after }) => delete_after),
  ];
}
