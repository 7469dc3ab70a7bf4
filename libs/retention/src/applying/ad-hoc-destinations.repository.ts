import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';

@Injectable()
export class AdHocDestinationsRepository {
  constructor(private readonly database: Database) {}

  /** Lets destinations that were made for these events live as long as they do, at the least; the past ones are gone. */
  async keep(
    ends: { bucket: number; id: string; fired_at: Date; delete_after: number }[],
    manager: EntityManager,
  ): Promise<void> {
    if (ends.length === 0) return;
    await this.database.query(
      KEEP,
      [
        ends.map(({ id }) => id),
        ends.map(({ fired_at }) => fired_at),
        ends.map(({ delete_after }) => delete_after),
        [...new Set(ends.map(({ bucket }) => bucket))],
      ],
      manager,
    );
  }
}

/** `infinity` would be no Date to whoever reads the row; the year 9999 is as good. */
const KEEP = {
  text: `
UPDATE destinations t SET ephemeral_until = needed.until
  FROM (
    SELECT d.destination_id,
           max(least(g.fired_at + g.delete_after * interval '1 millisecond', '9999-12-31Z')) AS until
      FROM unnest($1::uuid[], $2::timestamptz[], $3::float8[]) AS g (id, fired_at, delete_after)
      JOIN deliveries d ON d.event_id = g.id AND d.bucket = ANY ($4::smallint[]) AND d.event_id = ANY ($1::uuid[])
     GROUP BY d.destination_id
  ) needed
 WHERE t.id = needed.destination_id AND t.ephemeral_until < needed.until`,
};
