import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';

/** What has not ended of the active events of a project. */
export interface OpenDeliveries {
  handed_over: number;
  /** Due, and kept back by their destination. */
  waiting: number;
  retrying: number;
  /** Until their destination is turned on. */
  parked: number;
  /** Whether there is more than was counted. */
  at_least: boolean;
}

const MOST = 10_000;
const MOST_DESTINATIONS = 1000;

@Injectable()
export class OpenDeliveriesRepository {
  constructor(private readonly database: Database) {}

  /** Counted no further than 10,000 of each kind, and 1,000 destinations. The limits are there for tests. */
  async count(projectId: string, most = MOST, mostDestinations = MOST_DESTINATIONS): Promise<OpenDeliveries> {
    const values = [projectId, most, mostDestinations];
    const [row] = await this.database.query<OpenDeliveries>(OPEN_DELIVERIES, values);
    return row!;
  }
}

const QUEUED = `status = 'queued' AND NOT in_lane`;
const OUTSIDE = `status = 'waiting' AND NOT in_lane`;

/** Steps from destination to destination through a partial index, however much there is of each. */
const steps = (name: string, which: string) => `${name} AS (
  (SELECT destination_id FROM deliveries WHERE bucket = 0 AND ${which} ORDER BY destination_id LIMIT 1)
  UNION ALL
  SELECT (SELECT d.destination_id FROM deliveries d
           WHERE d.bucket = 0 AND ${which} AND d.destination_id > ${name}.destination_id
           ORDER BY d.destination_id LIMIT 1)
    FROM ${name} WHERE ${name}.destination_id IS NOT NULL
), some_${name} AS MATERIALIZED (SELECT destination_id FROM ${name} WHERE destination_id IS NOT NULL LIMIT $3 + 1)`;

/** Of the destinations of the project, the deliveries of a kind, one more than are to be counted. */
const some = (name: string, which: string) => `(
    SELECT d.next_attempt_at FROM some_${name} s
      JOIN destinations t ON t.id = s.destination_id AND t.project_id = $1
     CROSS JOIN LATERAL (
       SELECT next_attempt_at FROM deliveries
        WHERE bucket = 0 AND destination_id = s.destination_id AND ${which} LIMIT $2 + 1) d
     LIMIT $2 + 1)`;

export const OPEN_DELIVERIES = {
  name: 'stats.open-deliveries',
  text: `
WITH RECURSIVE ${steps('underway', `status IN ('waiting', 'queued') AND NOT in_lane`)},
${steps('inlane', 'in_lane')}
SELECT least(queued.all, $2::int) AS handed_over,
       outside.due + lane.due AS waiting, outside.later + lane.later AS retrying, outside.never AS parked,
       greatest(queued.all, outside.all, lane.all) > $2 OR
       greatest((SELECT count(*) FROM some_underway), (SELECT count(*) FROM some_inlane)) > $3 AS at_least
  FROM (SELECT count(*)::int AS all FROM ${some('underway', QUEUED)} q) queued,
       (SELECT count(*)::int AS all, count(*) FILTER (WHERE next_attempt_at <= now())::int AS due,
               count(*) FILTER (WHERE next_attempt_at > now())::int AS later,
               count(*) FILTER (WHERE next_attempt_at IS NULL)::int AS never
          FROM ${some('underway', OUTSIDE)} w) outside,
       (SELECT count(*)::int AS all, count(*) FILTER (WHERE next_attempt_at > now())::int AS later,
               count(*) FILTER (WHERE next_attempt_at <= now() OR next_attempt_at IS NULL)::int AS due
          FROM ${some('inlane', 'in_lane')} l) lane`,
};
