import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { Trigger } from './trigger.entity.js';
import { DESTINATION_IDS } from './triggers.repository.js';
import type { Armed, ScheduleColumns } from './trigger-schedule.js';

/** A trigger whose time has come, locked, with PostgreSQL's time. */
export type DueTrigger = ScheduleColumns &
  Pick<
    Trigger,
    'id' | 'project_id' | 'jitter' | 'overlap' | 'misfire_policy' | 'misfire_grace' | 'retention'
  > & {
    destination_ids: string[];
    next_occurrence_at: Date;
    now: Date;
    /** Whether its policy is not to overlap and the event before is still under way to a destination. */
    busy: boolean;
  };

/** Where a due trigger stands after what was due has been dealt with. */
export interface Advance extends Armed {
  id: string;
  /** Events made. */
  fired: number;
}

@Injectable()
export class DueTriggersRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks what is due and nobody else is busy with; the locks are the once-guard of an occurrence. What came up in the
   * last seconds, the newest first, and what has waited for longer, the oldest first, get half of `limit` each: neither
   * catching up after an outage nor a hundred thousand that are due at once hold up what is due now. What one half leaves
   * the other takes.
   */
  claim(limit: number, manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(CLAIM, [limit], manager);
  }

  /** Those that are due at `now` of triggers that the caller has locked already. */
  claimThese(ids: string[], now: Date, manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(CLAIM_THESE, [ids, now], manager);
  }

  /** PostgreSQL's time now, which goes on within a transaction. */
  async time(manager: EntityManager): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>(TIME, [], manager);
    return row!.now;
  }

  /** Those that are due of these, locked in the order of their keys, as a batch does; waits for whoever is busy with one. */
  lockThese(ids: string[], manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(LOCK_THESE, [ids], manager);
  }

  /** Answers how many triggers were moved on. */
  async advance(advances: Advance[], manager: EntityManager): Promise<number> {
    const rows = await this.database.query<{ id: string }>(
      ADVANCE,
      [
        advances.map(({ id }) => id),
        advances.map(({ next_occurrence_at }) => next_occurrence_at),
        advances.map(({ next_fire_at }) => next_fire_at),
        advances.map(({ fired }) => fired),
      ],
      manager,
    );
    return rows.length;
  }

  /** Milliseconds until the next trigger is due, by PostgreSQL's clock; null when none is waiting. */
  async nextDueIn(): Promise<number | null> {
    const [row] = await this.database.query<{ due_in: number | null }>(NEXT, []);
    return row!.due_in;
  }
}

export const ARMED = 't.enabled AND NOT t.archived AND t.next_fire_at IS NOT NULL';
const BUSY = `t.overlap = 'skip' AND EXISTS (
  SELECT FROM deliveries d
   WHERE d.bucket = 0 AND d.status IN ('waiting', 'queued')
     AND d.event_id = (SELECT e.id FROM events e
                        WHERE e.bucket = 0 AND e.trigger_id = t.id AND e.source <> 'alert' ORDER BY e.id DESC LIMIT 1))`;
/** What a settling needs to know; the event takes the rest from the row. */
const due = (
  now: string,
) => `SELECT t.id, t.project_id, t.schedule_time, t.cron, t.timezone, t.every, t.anchor_at, t.start_at, t.end_at,
       t.max_runs, t.run_count, t.jitter, t.overlap, t.misfire_policy, t.misfire_grace, t.retention, t.next_occurrence_at,
       ${DESTINATION_IDS} AS destination_ids, ${now} AS now, ${BUSY} AS busy
  FROM triggers t WHERE ${ARMED} AND t.next_fire_at <= ${now}`;
const DUE = due('now()');
const LIVE = `t.next_fire_at > now() - interval '5 seconds'`;
const LOCKED = 'FOR UPDATE OF t SKIP LOCKED';

/**
 * One statement, because each is a round trip of every batch. The rows of one's own locks are not skipped, so the last
 * part leaves the first one's out by name.
 */
const CLAIM = {
  name: 'triggers.claim',
  text: `
WITH live AS (
  ${DUE} AND ${LIVE} ORDER BY t.next_fire_at DESC LIMIT ($1::int + 1) / 2 ${LOCKED}
), backlog AS (
  ${DUE} AND NOT ${LIVE} ORDER BY t.next_fire_at LIMIT $1::int - (SELECT count(*) FROM live) ${LOCKED}
), more AS (
  ${DUE} AND ${LIVE} AND t.id NOT IN (SELECT id FROM live) ORDER BY t.next_fire_at
   LIMIT CASE WHEN (SELECT count(*) FROM live) = ($1::int + 1) / 2
              THEN $1::int / 2 - (SELECT count(*) FROM backlog) ELSE 0 END ${LOCKED}
)
SELECT * FROM live UNION ALL SELECT * FROM backlog UNION ALL SELECT * FROM more`,
};

const CLAIM_THESE = {
  name: 'triggers.claim-these',
  text: `${due('$2::timestamptz')} AND t.id = ANY ($1::uuid[])`,
};

const LOCK_THESE = {
  name: 'triggers.lock-these',
  text: `${DUE} AND t.id = ANY ($1::uuid[]) ORDER BY t.external_key COLLATE "C", t.id FOR UPDATE OF t`,
};

const TIME = { name: 'triggers.time', text: 'SELECT clock_timestamp() AS now' };

const ADVANCE = {
  name: 'triggers.advance',
  text: `
UPDATE triggers t
   SET next_occurrence_at = a.next_occurrence_at,
       next_fire_at = a.next_fire_at,
       run_count = t.run_count + a.fired,
       last_fired_at = CASE WHEN a.fired > 0 THEN now() ELSE t.last_fired_at END
  FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::int[])
    AS a (id, next_occurrence_at, next_fire_at, fired)
 WHERE t.id = a.id
RETURNING t.id`,
};

const NEXT = {
  name: 'triggers.next',
  text: `SELECT (extract(epoch FROM min(t.next_fire_at) - now()) * 1000)::float8 AS due_in FROM triggers t WHERE ${ARMED}`,
};
