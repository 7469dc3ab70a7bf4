import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import {
  eventsIn,
  IN_PLACE,
  MOST_COUNTED,
  MOST_LOOKED_AT,
  PAGE,
  SAMPLED_PAGES,
  whose,
  type Place,
  type Which,
} from './event-sample.js';

/** Whose events; a null trigger means all of the project. */
export interface Whose {
  project_id: string;
  trigger_id: string | null;
}

/** How a place is looked at: `percent` of its pages, and by how much more than its row an event takes on disk. */
export interface Look {
  percent: number;
  /** The percentage of a sample that met none: the newest are looked at instead, and there are more. Null otherwise. */
  missed: number | null;
  factor: number;
}

export interface Summary {
  events: number;
  bytes: number;
  /** Sum of the squares of how many there are on each page. */
  squares: number;
  oldest: Date | null;
}

/** Events that would be archived and deleted on the same days, counted from today; null is never, -1 is at once. */
export interface SimulatedRow {
  archived_in: number | null;
  deleted_in: number | null;
  events: number;
  bytes: number;
}

@Injectable()
export class RetentionFiguresRepository {
  constructor(private readonly database: Database) {}

  /**
   * One by one while there are few (expired ones are counted too, so that few are read), else by a sample. Where that meets none of
   * theirs, either they lie on few of the pages or all that it met have expired: the newest are gone through one by one.
   */
  async look(place: Place, of: Whose, manager: EntityManager): Promise<Look> {
    await this.database.query(IN_ORDER, [], manager);
    const [size] = await this.database.query<{ pages: number; factor: number }>(SIZE[place], [], manager);
    const { pages, factor } = size!;
    const all: Look = { percent: 100, missed: null, factor };
    const percent = Math.min(100, (100 * SAMPLED_PAGES) / pages);
    if (percent >= 100 || !(await this.has(MOST_COUNTED, place, of, manager))) return all;
    const sampled = { ...all, percent };
    const { events } = await this.summary(place, of, sampled, manager);
    if (events > 0) return sampled;
    return { ...all, missed: (await this.has(MOST_LOOKED_AT, place, of, manager)) ? percent : null };
  }

  /** Whether there are more than so many. */
  private async has(
    count: number,
    place: Place,
    { project_id, trigger_id }: Whose,
    manager: EntityManager,
  ): Promise<boolean> {
    const values = [project_id, trigger_id, count];
    const [row] = await this.database.query<{ many: boolean }>(
      many(place, trigger_id !== null),
      values,
      manager,
    );
    return row!.many;
  }

  async summary(
    place: Place,
    { project_id, trigger_id }: Whose,
    look: Look,
    manager: EntityManager,
  ): Promise<Summary> {
    const statement = summary(place, trigger_id !== null, whichOf(look));
    const [row] = await this.database.query<Summary>(
      statement,
      [project_id, trigger_id, look.percent],
      manager,
    );
    return row!;
  }

  /** When the oldest was fired, as far as it is among those that were made first; null when all of these have expired. */
  async oldest(place: Place, projectId: string, manager: EntityManager): Promise<Date | null> {
    const [row] = await this.database.query<{ oldest: Date | null }>(OLDEST[place], [projectId], manager);
    return row!.oldest;
  }

  /** When the next slice with events in it can go; null when none can by itself. */
  async nextDrop(manager: EntityManager): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date | null }>(NEXT_DROP, [], manager);
    return row!.at;
  }

  /** What would be archived and deleted when, with these times (ms, `Infinity` for never) from the firing on. */
  async simulated(
    place: Place,
    { project_id, trigger_id }: Whose,
    look: Look,
    times: { archiveAfterMs: number; deleteAfterMs: number },
    manager: EntityManager,
  ): Promise<SimulatedRow[]> {
    const values = [project_id, trigger_id, look.percent, times.archiveAfterMs, times.deleteAfterMs];
    return this.database.query(simulated(place, trigger_id !== null, whichOf(look)), values, manager);
  }

  /** PostgreSQL's day in UTC, as `YYYY-MM-DD`, and whether the trigger is there, if one is named. */
  async begin(
    { project_id, trigger_id }: Whose,
    manager: EntityManager,
  ): Promise<{ today: string; has_trigger: boolean }> {
    const values = [project_id, trigger_id];
    const [row] = await this.database.query<{ today: string; has_trigger: boolean }>(BEGIN, values, manager);
    return row!;
  }
}

function whichOf({ percent, missed }: Look): Which {
  if (percent < 100) return 'sample';
  return missed === null ? 'all' : 'newest';
}

/** Until the transaction ends: a sort of the newest would read all that there are, where PostgreSQL takes them for few. */
const IN_ORDER = { text: 'SET LOCAL enable_sort = off' };

const BEGIN = {
  name: 'retention-figures.begin',
  text: `
SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today,
       $2::uuid IS NULL OR EXISTS (SELECT FROM triggers WHERE project_id = $1 AND id = $2) AS has_trigger`,
};

/** In the order of an index: a project may have nothing in most of a table that is gone through as it lies. */
const many = (place: Place, ofTrigger: boolean) => ({
  text: `
SELECT count(*) > $3 AS many
  FROM (SELECT FROM events WHERE ${IN_PLACE[place]} AND ${whose(ofTrigger)} ORDER BY id DESC LIMIT $3 + 1) e`,
});

/**
 * All that lies on disk beside the rows of events (their indexes, their deliveries, their labels) goes with the events by the size of
 * their rows. Slices without events are left out.
 */
const sizeOf = (which: string) => ({
  text: `
SELECT coalesce(sum(pages), 0)::float8 AS pages, coalesce(sum(total) / nullif(sum(rows), 0), 1)::float8 AS factor
  FROM (
    SELECT pg_relation_size(relid) / current_setting('block_size')::int AS pages, pg_table_size(relid) AS rows,
           pg_total_relation_size(relid)
             + coalesce(pg_total_relation_size(to_regclass(regexp_replace(relid::text, 'events_', 'deliveries_'))), 0)
             + coalesce(pg_total_relation_size(to_regclass(regexp_replace(relid::text, 'events_', 'event_labels_'))), 0)
             AS total
      FROM pg_partition_tree('events') WHERE isleaf AND relid::text ${which}) leaf
 WHERE pages > 0`,
});
const SIZE: Record<Place, { text: string }> = {
  active: sizeOf(`~ 'events_active$'`),
  archived: sizeOf(`!~ 'events_active$'`),
};

const summary = (place: Place, ofTrigger: boolean, which: Which) => ({
  text: `
SELECT coalesce(sum(events), 0)::int AS events, coalesce(sum(bytes), 0)::float8 AS bytes,
       coalesce(sum(events * events), 0)::float8 AS squares, min(oldest) AS oldest
  FROM (SELECT count(*) AS events, sum(bytes) AS bytes, min(fired_at) AS oldest
          FROM ${eventsIn(place, ofTrigger, which)} e GROUP BY ${PAGE}) page`,
});

const oldestIn = (place: Place) => ({
  text: `
SELECT min(fired_at) AS oldest
  FROM (SELECT fired_at, expires_at FROM events WHERE ${IN_PLACE[place]} AND project_id = $1 ORDER BY id LIMIT 1000) e
 WHERE expires_at > now()`,
});
const OLDEST: Record<Place, { text: string }> = {
  active: oldestIn('active'),
  archived: oldestIn('archived'),
};

const NEXT_DROP = {
  name: 'retention-figures.next-drop',
  text: `
SELECT min(greatest(ends_at + interval '5 minutes', latest_expiry)) AS at
  FROM archive_slices WHERE events > 0 AND latest_expiry < 'infinity'`,
};

/** Days from today until then; null for never, -1 for what is due. */
const daysUntil = (at: string) => `CASE
         WHEN ${at} = 'infinity' THEN NULL WHEN ${at} <= now() THEN -1
         ELSE (${at} AT TIME ZONE 'UTC')::date - (now() AT TIME ZONE 'UTC')::date END`;

/** The policy holds for what follows it; all else keeps the times that it has. What has expired stays gone. */
const simulated = (place: Place, ofTrigger: boolean, which: Which) => ({
  text: `
WITH own AS MATERIALIZED (
  SELECT id FROM triggers WHERE project_id = $1 AND retention IS NOT NULL AND NOT ${ofTrigger}
), event AS (
  SELECT bucket, bytes,
         CASE WHEN follows THEN fired_at + $4::float8 * interval '1 millisecond' ELSE archive_at END AS archive_at,
         CASE WHEN follows THEN fired_at + $5::float8 * interval '1 millisecond' ELSE expires_at END AS expires_at
    FROM (SELECT *, NOT hold AND source <> 'test' AND (trigger_id IN (SELECT id FROM own)) IS NOT TRUE AS follows
            FROM ${eventsIn(place, ofTrigger, which)} e) e
), timed AS (
  SELECT bytes, ${daysUntil('expires_at')} AS deleted_in,
         CASE WHEN bucket = 0 AND archive_at < expires_at AND expires_at > now() THEN ${daysUntil('archive_at')} END
           AS archived_in
    FROM event
)
SELECT archived_in, deleted_in, count(*)::int AS events, sum(bytes)::float8 AS bytes FROM timed GROUP BY 1, 2`,
});
