import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { EventRow } from '@app/events';

/** What retention may do with an event, and when. */
export type Times = Pick<EventRow, 'archive_at' | 'expires_at' | 'hold'> & { expired: boolean };

/** How holds and moves by hand change an event's times; all within a transaction that holds the event locked. */
@Injectable()
export class HoldsRepository {
  constructor(private readonly database: Database) {}

  /** Retention leaves it alone from now on; what its policy said is kept. */
  hold(event: EventRow, manager: EntityManager): Promise<Times> {
    return this.change(HOLD, event, manager);
  }

  /** It has the times again that it had before, which may have passed. */
  release(event: EventRow, manager: EntityManager): Promise<Times> {
    return this.change(RELEASE, event, manager);
  }

  /** One whose time in the active set is over, and that is wanted there all the same, stays until it expires. */
  async stayActive({ bucket, id }: EventRow, manager: EntityManager): Promise<void> {
    await this.database.query(STAY_ACTIVE, [bucket, id], manager);
  }

  async forget({ id }: EventRow, manager: EntityManager): Promise<void> {
    await this.database.query(FORGET, [id], manager);
  }

  private async change(
    statement: typeof HOLD,
    { bucket, id }: EventRow,
    manager: EntityManager,
  ): Promise<Times> {
    const [times] = await this.database.query<Times>(statement, [bucket, id], manager);
    return times!;
  }
}

const TIMES = 'archive_at, expires_at, hold, expires_at <= now() AS expired';

const HOLD = {
  name: 'events.hold',
  text: `
WITH kept AS (
  INSERT INTO event_holds (event_id, project_id, archive_at, expires_at)
  SELECT id, project_id, archive_at, expires_at FROM events WHERE bucket = $1 AND id = $2
)
UPDATE events SET hold = true, archive_at = 'infinity', expires_at = 'infinity' WHERE bucket = $1 AND id = $2
RETURNING ${TIMES}`,
};

const RELEASE = {
  name: 'events.release',
  text: `
WITH kept AS (DELETE FROM event_holds WHERE event_id = $2 RETURNING archive_at AS archive, expires_at AS expires)
UPDATE events SET hold = false, archive_at = kept.archive, expires_at = kept.expires
  FROM kept WHERE bucket = $1 AND id = $2
RETURNING ${TIMES}`,
};

const STAY_ACTIVE = {
  name: 'events.stay-active',
  text: `UPDATE events SET archive_at = expires_at WHERE bucket = $1 AND id = $2 AND archive_at <= now()`,
};

const FORGET = { name: 'events.forget-hold', text: 'DELETE FROM event_holds WHERE event_id = $1' };
