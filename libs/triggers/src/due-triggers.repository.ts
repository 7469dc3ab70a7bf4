import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { DESTINATION_IDS, type FiringTrigger } from './triggers.repository.js';

/** A trigger whose time has come, locked, with PostgreSQL's time. */
export type DueTrigger = FiringTrigger & { next_fire_at: Date; now: Date };

/** Where a due trigger stands after its occurrence was dealt with. */
export interface Advance {
  id: string;
  next_fire_at: Date | null;
  fired: number;
}

@Injectable()
export class DueTriggersRepository {
  constructor(private readonly database: Database) {}

  /** Locks what is due and nobody else is busy with; the locks are the once-guard of an occurrence. */
  claim(limit: number, manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(CLAIM, [limit], manager);
  }

  /** The same for one trigger that the caller has locked already. */
  claimOne(id: string, manager: EntityManager): Promise<DueTrigger[]> {
    return this.database.query<DueTrigger>(CLAIM_ONE, [id], manager);
  }

  /** Answers how many triggers were moved on. */
  async advance(advances: Advance[], manager: EntityManager): Promise<number> {
    const rows = await this.database.query<{ id: string }>(
      ADVANCE,
      [
        advances.map(({ id }) => id),
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

const ARMED = 't.enabled AND NOT t.archived AND t.next_fire_at IS NOT NULL';
const DUE = `SELECT t.*, ${DESTINATION_IDS} AS destination_ids, now() AS now FROM triggers t
 WHERE ${ARMED} AND t.next_fire_at <= now()`;

const CLAIM = {
  name: 'triggers.claim',
  text: `${DUE} ORDER BY t.next_fire_at LIMIT $1 FOR UPDATE OF t SKIP LOCKED`,
};

const CLAIM_ONE = { name: 'triggers.claim-one', text: `${DUE} AND t.id = $1` };

const ADVANCE = {
  name: 'triggers.advance',
  text: `
UPDATE triggers t
   SET next_fire_at = a.next_fire_at,
       run_count = t.run_count + a.fired,
       last_fired_at = CASE WHEN a.fired > 0 THEN now() ELSE t.last_fired_at END
  FROM unnest($1::uuid[], $2::timestamptz[], $3::int[]) AS a (id, next_fire_at, fired)
 WHERE t.id = a.id
RETURNING t.id`,
};

const NEXT = {
  name: 'triggers.next',
  text: `SELECT (extract(epoch FROM min(t.next_fire_at) - now()) * 1000)::float8 AS due_in FROM triggers t WHERE ${ARMED}`,
};
