import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { DESTINATION_IDS, type FiringTrigger } from './triggers.repository.js';
import type { Armed } from './trigger-schedule.js';

/** A trigger whose time has come, locked, with PostgreSQL's time. */
export type DueTrigger = FiringTrigger & {
  next_occurrence_at: Date;
  next_fire_at: Date;
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
   * last seconds and what has waited for longer get half of `limit` each, so that catching up after an outage does not
   * hold up what is due now; what one half leaves the other takes.
   */
  async claim(limit: number, manager: EntityManager): Promise<DueTrigger[]> {
    const half = Math.ceil(limit / 2);
    const live = await this.database.query<DueTrigger>(CLAIM_LIVE, [half], manager);
    const backlog = await this.database.query<DueTrigger>(CLAIM_BACKLOG, [limit - live.length], manager);
    const left = live.length === half ? limit - live.length - backlog.length : 0;
    if (left === 0) return [...live, ...backlog];
    // The rows of this transaction's own locks are not skipped, so they are left out by name.
    const more = await this.database.query<DueTrigger>(CLAIM_REST, [left, live.map(({ id }) => id)], manager);
    return [...live, ...backlog, ...more];
  }

  /** Those that are due of triggers that the caller has locked already. */
  claimThese(ids: string[], manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(CLAIM_THESE, [ids], manager);
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

const LIVE = `interval '5 seconds'`;
export const ARMED = 't.enabled AND NOT t.archived AND t.next_fire_at IS NOT NULL';
const BUSY = `t.overlap = 'skip' AND EXISTS (
  SELECT FROM deliveries d
   WHERE d.bucket = 0 AND d.status IN ('waiting', 'queued')
     AND d.event_id = (SELECT e.id FROM events e
                        WHERE e.bucket = 0 AND e.trigger_id = t.id AND e.source <> 'alert' ORDER BY e.id DESC LIMIT 1))`;
const DUE = `SELECT t.*, ${DESTINATION_IDS} AS destination_ids, now() AS now, ${BUSY} AS busy FROM triggers t
 WHERE ${ARMED} AND t.next_fire_at <= now()`;
const OLDEST_FIRST = 'ORDER BY t.next_fire_at LIMIT $1 FOR UPDATE OF t SKIP LOCKED';

const CLAIM_LIVE = {
  name: 'triggers.claim-live',
  text: `${DUE} AND t.next_fire_at > now() - ${LIVE} ${OLDEST_FIRST}`,
};

const CLAIM_BACKLOG = {
  name: 'triggers.claim-backlog',
  text: `${DUE} AND t.next_fire_at <= now() - ${LIVE} ${OLDEST_FIRST}`,
};

const CLAIM_REST = {
  name: 'triggers.claim-rest',
  text: `${DUE} AND t.next_fire_at > now() - ${LIVE} AND t.id <> ALL ($2::uuid[]) ${OLDEST_FIRST}`,
};

const CLAIM_THESE = { name: 'triggers.claim-these', text: `${DUE} AND t.id = ANY ($1::uuid[])` };

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
