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

  /** Retention leaves it alone from now on, and the destinations that were made for it; what its policy said is kept. */
  hold(event: EventRow, manager: EntityManager): Promise<Times> {
    return this.change(HOLD, event, manager);
  }

  /** It and its destinations have the times again that it had before, which may have passed. */
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
    await this.keepDestinations(bucket, id, manager);
    return times!;
  }

  private async keepDestinations(bucket: number, id: string, manager: EntityManager): Promise<void> {
    const inline = await this.database.query<{ id: string }>(INLINE_DESTINATIONS, [bucket, id], manager);
    if (inline.length === 0) return;
    await this.database.query(KEEP_DESTINATIONS, [inline.map((one) => one.id)], manager);
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

const INLINE_DESTINATIONS = {
  name: 'events.inline-destinations',
  text: `
SELECT id FROM destinations
 WHERE ephemeral_until IS NOT NULL
   AND id IN (SELECT destination_id FROM deliveries WHERE bucket = $1 AND event_id = $2)`,
};

/**
 * Destinations that were made for events live as long as the last event that goes to them, and a minute. `infinity` would
 * be no Date to whoever reads the row; the year 9999 is as good. It has no name: planned for these destinations, of which
 * each has few deliveries, it goes by their index.
 */
const KEEP_DESTINATIONS = {
  text: `
UPDATE destinations t SET ephemeral_until = needed.until
  FROM (SELECT d.destination_id, max(least(e.expires_at + interval '1 minute', '9999-12-31Z')) AS until
          FROM deliveries d JOIN events e ON e.bucket = d.bucket AND e.id = d.event_id
         WHERE d.destination_id = ANY ($1::uuid[])
         GROUP BY d.destination_id) needed
 WHERE t.id = needed.destination_id`,
};

const STAY_ACTIVE = {
  name: 'events.stay-active',
  text: `UPDATE events SET archive_at = expires_at WHERE bucket = $1 AND id = $2 AND archive_at <= now()`,
};

const FORGET = { name: 'events.forget-hold', text: 'DELETE FROM event_holds WHERE event_id = $1' };
