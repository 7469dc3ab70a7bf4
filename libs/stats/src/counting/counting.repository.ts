import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { timeClass, type FeedPosition } from '@app/deliveries';
import { ACTIVE, EVERYWHERE } from '@app/events';
import { LEVELS } from '../windows.js';
import { WHOLE_PROJECT, type Cell, type FiredRow } from './cells.js';

/** Ids that are looked up at once. */
const IDS = 5000;

@Injectable()
export class CountingRepository {
  constructor(private readonly database: Database) {}

  /** How far the feed has been counted. Held until the end of the transaction; undefined when somebody else holds it. */
  async take(manager: EntityManager): Promise<FeedPosition | undefined> {
    const [position] = await this.database.query<FeedPosition>(TAKE, [], manager);
    return position;
  }

  async moveOn({ at, snapshot }: FeedPosition, manager: EntityManager): Promise<void> {
    await this.database.query(MOVE_ON, [snapshot, new Date(at)], manager);
  }

  /** Says that somebody is there to count: nothing that has not been counted is forgotten for the next hour. */
  async touch(): Promise<void> {
    await this.database.query(TOUCH, []);
  }

  /**
   * What these events are, added up. Active ones first, which nearly all are; the archive is only looked through when some
   * are missing, which are moved or deleted. Has to be in a snapshot: between two looks an event could be moved.
   */
  async fired(ids: string[], manager: EntityManager): Promise<FiredRow[]> {
    const rows: FiredRow[] = [];
    for (let done = 0; done < ids.length; done += IDS) {
      const some = ids.slice(done, done + IDS);
      const active = await this.database.query<FiredRow>(FIRED.active, [some], manager);
      rows.push(...active);
      if (active.reduce((sum, { count }) => sum + count, 0) < some.length)
        rows.push(...(await this.database.query<FiredRow>(FIRED.archived, [some], manager)));
    }
    return rows;
  }

  async add(cells: Cell[], manager: EntityManager): Promise<void> {
    if (cells.length > 0) await this.database.query(ADD, [JSON.stringify(cells)], manager);
  }

  /**
   * Removes up to `limit` cells that are too old, of each length of step as many of projects and of destinations; answers how
   * many.
   */
  async deleteOld(limit: number): Promise<number> {
    let removed = 0;
    for (const { stepMs, keptMs, ofDestinationsMs } of LEVELS)
      for (const [which, kept] of [
        ['=', keptMs],
        ['<>', ofDestinationsMs ?? keptMs],
      ] as const)
        removed += (await this.database.query(deleteOld(which), [stepMs / 1000, kept, limit])).length;
    return removed;
  }
}

const TAKE = {
  name: 'counting.take',
  text: `SELECT snapshot::text, (extract(epoch FROM at) * 1000)::float8 AS at FROM stat_position FOR UPDATE SKIP LOCKED`,
};

const MOVE_ON = {
  name: 'counting.move-on',
  text: 'UPDATE stat_position SET snapshot = $1::pg_snapshot, at = $2, turned_at = clock_timestamp()',
};

const TOUCH = { name: 'counting.touch', text: 'UPDATE stat_position SET turned_at = clock_timestamp()' };

const LAG = `CASE WHEN source = 'schedule' THEN (extract(epoch FROM fired_at - scheduled_for) * 1000)::float8 END`;
const SHORTEST_S = LEVELS[0]!.stepMs / 1000;

const firedIn = (where: string) => ({
  text: `
SELECT project_id, (floor(extract(epoch FROM fired_at) / ${SHORTEST_S}) * ${SHORTEST_S} * 1000)::float8 AS at,
       ${timeClass('lag_ms')} AS lag, max(greatest(lag_ms, 0)) FILTER (WHERE lag_ms IS NOT NULL) AS lag_max_ms,
       count(*)::int
  FROM (SELECT project_id, fired_at, ${LAG} AS lag_ms FROM events WHERE ${where} AND id = ANY ($1::uuid[])) e
 GROUP BY 1, 2, 3`,
});

/** Without names: planned for the ids that are asked for, and so for few of the archive's slices. */
const FIRED = {
  active: firedIn(`bucket = ${ACTIVE}`),
  archived: firedIn(`bucket = ANY (${EVERYWHERE}) AND bucket > ${ACTIVE}`),
};

const added = (...columns: string[]) =>
  columns.map((column) => `${column} = c.${column} + excluded.${column}`);
const addedClasses = (column: string) => `${column} = ARRAY(
    SELECT coalesce(a, 0) + coalesce(b, 0)
      FROM unnest(c.${column}, excluded.${column}) WITH ORDINALITY AS u (a, b, n) ORDER BY n)`;

const ADD = {
  text: `
INSERT INTO stat_cells AS c SELECT * FROM json_populate_recordset(NULL::stat_cells, $1::json)
ON CONFLICT (project_id, destination_id, step, at) DO UPDATE
   SET ${added('fired', 'delivered', 'dead', 'cancelled', 'failed_attempts').join(', ')},
       lag_max_ms = greatest(c.lag_max_ms, excluded.lag_max_ms),
       ${addedClasses('lags')},
       ${addedClasses('durations')}`,
};

const deleteOld = (which: '=' | '<>') => ({
  name: `counting.delete-old${which}`,
  text: `
DELETE FROM stat_cells WHERE (project_id, destination_id, step, at) IN (
  SELECT project_id, destination_id, step, at FROM stat_cells
   WHERE step = $1 AND at < now() - $2::float8 * interval '1 millisecond' AND destination_id ${which} '${WHOLE_PROJECT}'
   LIMIT $3)
RETURNING 1`,
});
