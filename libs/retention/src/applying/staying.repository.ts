import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';

/** Archived events that get other times and stay where they are. */
@Injectable()
export class StayingRepository {
  constructor(private readonly database: Database) {}

  /**
   * Which of these events lie in a slice that is about to be dropped: all in it has expired. The other slices will not be
   * dropped before the latest of these ends.
   */
  async lost(
    events: { bucket: number; id: string; fired_at: Date; delete_after: number }[],
    manager: EntityManager,
  ): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const values = [
      events.map(({ bucket }) => bucket),
      events.map(({ id }) => id),
      events.map(({ fired_at }) => fired_at),
      events.map(({ delete_after }) => delete_after),
    ];
    await this.database.query(RAISE, values, manager);
    const rows = await this.database.query<{ id: string }>(DROPPING, values.slice(0, 2), manager);
    return new Set(rows.map(({ id }) => id));
  }
}

/** When ids were made, which is what slices go by: the first 48 bits of a UUIDv7. */
const MADE_AT = `timestamptz 'epoch' + ('x' || lpad(replace(left(id::text, 13), '-', ''), 16, '0'))::bit(64)::bigint
  * interval '1 millisecond' AS made_at`;
const IN_SLICE = 's.starts_at <= g.made_at AND g.made_at < s.ends_at';

/** A millisecond more, since the times of firing have been cut to one on their way here. */
const RAISE = {
  text: `
WITH g AS MATERIALIZED (
  SELECT bucket, fired_at + (delete_after + 1) * interval '1 millisecond' AS expiry, ${MADE_AT}
    FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::float8[]) AS g (bucket, id, fired_at, delete_after)
)
UPDATE archive_slices t SET latest_expiry = greatest(t.latest_expiry, needed.expiry)
  FROM (SELECT s.bucket, s.starts_at, max(g.expiry) AS expiry
          FROM g JOIN archive_slices s ON s.bucket = g.bucket AND ${IN_SLICE} GROUP BY s.bucket, s.starts_at) needed
 WHERE t.bucket = needed.bucket AND t.starts_at = needed.starts_at AND NOT t.dropping
   AND (t.latest_expiry IS NULL OR t.latest_expiry < needed.expiry)`,
};

const DROPPING = {
  text: `
WITH g AS MATERIALIZED (SELECT bucket, id, ${MADE_AT} FROM unnest($1::smallint[], $2::uuid[]) AS g (bucket, id))
SELECT g.id FROM g JOIN archive_slices s ON s.bucket = g.bucket AND ${IN_SLICE} WHERE s.dropping`,
};
