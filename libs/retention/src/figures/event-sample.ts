import { ACTIVE, EVERYWHERE } from '@app/events';

/** Where events lie, as people think of it: kept ones are archived. */
export type Place = 'active' | 'archived';

/** Counted one by one up to here. */
export const MOST_COUNTED = 10_000;
/** Looked at one by one, the newest ones, where a sample has met none of more. */
export const MOST_LOOKED_AT = 50_000;
/** Pages of a place of which more events are told. */
export const SAMPLED_PAGES = 1000;

export const IN_PLACE: Record<Place, string> = {
  active: `bucket = ${ACTIVE}`,
  archived: `bucket = ANY (${EVERYWHERE}) AND bucket > ${ACTIVE}`,
};

/**
 * What a row takes on disk without the others that come with it: the columns of any length as they are stored, none of
 * them read out of line, and the rest.
 */
const STORED = `180 + pg_column_size(payload) + pg_column_size(labels) + coalesce(pg_column_size(trigger_name), 0)`;

/** Events of the project $1, and of the trigger $2 unless that is null. */
export const whose = (ofTrigger: boolean) =>
  `project_id = $1 AND ${ofTrigger ? 'trigger_id = $2' : '$2::uuid IS NULL'}`;

/** Which events are looked at: all of them, a bounded number of the newest, or those on some of the pages. */
export type Which = 'all' | 'newest' | 'sample';

const LOOKED: Record<Which, [from: string, where: string]> = {
  all: ['', 'AND $3 = 100'],
  newest: ['', `AND $3 = 100 ORDER BY id DESC LIMIT ${MOST_LOOKED_AT}`],
  sample: ['TABLESAMPLE SYSTEM ($3::real) REPEATABLE (1)', ''],
};

/** Events that have not expired, each with its `spot`; a sample is of a share ($3, in percent) of the pages, the same ones each time. */
export const eventsIn = (place: Place, ofTrigger: boolean, which: Which) => `(
    SELECT * FROM (
      SELECT trigger_id, source, bucket, hold, fired_at, archive_at, expires_at, ${STORED} AS bytes,
             tableoid || ctid::text AS spot
        FROM events ${LOOKED[which][0]}
       WHERE ${IN_PLACE[place]} AND ${whose(ofTrigger)} ${LOOKED[which][1]}) looked
     WHERE expires_at > now())`;

/** The page, of a spot. */
export const PAGE = `split_part(spot, ',', 1)`;

/** How many there are when a sample has so many, on pages with so many each. */
export interface Estimate {
  count: number;
  /** By how much of itself it may be wrong in 95 of 100 cases; null when it is counted. */
  relative_error: number | null;
}

/** Of pages that are drawn one in so many on average, a sample misses three times as many in 5 of 100 cases. */
const MISSED = 3;

/**
 * `found` on a share of the pages, which is more than none unless they are all (in percent), `squares` the sum of the squares of how many were on each page. Pages are drawn
 * one by one, whoever's events lie on them: the fewer pages a project's events lie on, the less is known. Where a sample (`missed`, in
 * percent) met none, `found` are those among the newest, and there may be as many again at least.
 */
export function estimate(
  found: number,
  squares: number,
  percent: number,
  missed: number | null = null,
): Estimate {
  if (missed !== null) {
    const most = found > 0 ? ((MISSED * 100) / missed) * (squares / found) : 0;
    const error = Math.max(1, most / Math.max(1, found) - 1);
    return { count: found, relative_error: Number(error.toFixed(3)) };
  }
  if (percent >= 100) return { count: found, relative_error: null };
  const share = percent / 100;
  const error = (1.96 * Math.sqrt((1 - share) * squares)) / found;
  return { count: Math.round(found / share), relative_error: Number(error.toFixed(3)) };
}
