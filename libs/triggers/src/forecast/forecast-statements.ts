import { ARMED } from '../due-triggers.repository.js';

/** A million rows are grouped in memory, without compiling the statement first, which takes longer than it saves. */
export const BEGIN = {
  name: 'forecast.begin',
  text: `
SELECT date_trunc('minute', now(), 'UTC') AS from, set_config('statement_timeout', $1, true),
       set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`,
};

const UNTIL = `to_timestamp($2::float8 / 1000 + 86400)`;
const NEXT = `(round(date_part('epoch', t.next_occurrence_at) * 1000) - $2::float8)`;
const INTERVAL = `round(date_part('epoch', t.every::interval) * 1000)`;
const END = `(round(date_part('epoch', t.end_at) * 1000) - $2::float8)`;
const RUNS = 'least(t.max_runs - t.run_count, 86400)';

/**
 * Occurrences that are whole intervals apart fall into the same minutes as those up to a grain later do, a grain being the
 * largest length of which interval and minute are multiples: so a million `every: "30m"` that began at any time are 30 groups.
 */
const GRAIN = `coalesce(gcd(${INTERVAL}::bigint, 60000), 60000)`;

export const LAPSED = `(t.misfire_policy = 'skip' AND t.next_fire_at + t.misfire_grace::interval < now())`;
/** Occurrences before the beginning that will not fire: of those of an overdue trigger one does, or none. */
const LOST = `greatest(ceil(-${NEXT} / ${INTERVAL}) - CASE WHEN ${LAPSED} THEN 0 ELSE 1 END, 0)`;

/** What makes triggers alike. The middle of its grain stands for the next occurrence of an interval, and for one that is all. */
const KEYS = `
coalesce(t.cron, '') AS cron,
CASE WHEN t.cron IS NULL THEN '' ELSE t.timezone END AS timezone,
coalesce(t.every, '') AS every,
coalesce(t.jitter, '') AS jitter,
CASE WHEN t.cron IS NULL THEN floor(${NEXT} / ${GRAIN}) * ${GRAIN} + ${GRAIN} / 2 ELSE ${NEXT} END AS next,
CASE WHEN t.cron IS NOT NULL AND t.end_at < ${UNTIL} THEN ${END}
     ELSE 86400000 END AS ends,
CASE WHEN t.every IS NOT NULL AND t.end_at < ${UNTIL}
     THEN least(${RUNS}, ceil((${END} - ${NEXT}) / ${INTERVAL}) - ${LOST}, 86400)
     ELSE coalesce(${RUNS}, 86400) END AS runs,
${LAPSED} AS lapsed`;

const FORECASTED = `t.project_id = $1 AND ${ARMED} AND t.next_occurrence_at < ${UNTIL}`;

const KEY =
  'hash_record_extended(ROW(k.cron, k.timezone, k.every, k.jitter, k.next, k.ends, k.runs, k.lapsed), 0)';

export const GROUPS = {
  text: `
WITH counted AS (
  SELECT ${KEYS}, count(*)::float8 AS triggers FROM triggers t WHERE ${FORECASTED} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), groups AS MATERIALIZED (
  SELECT ${KEY} AS key, k.* FROM counted k
), largest AS MATERIALIZED (
  SELECT * FROM groups ORDER BY triggers DESC, key LIMIT $3
), sample AS (
  SELECT g.* FROM groups g LEFT JOIN largest l ON l.key = g.key WHERE l.key IS NULL ORDER BY g.key LIMIT $4
), both_of_them AS (
  SELECT false AS sampled, * FROM largest UNION ALL SELECT true AS sampled, * FROM sample
)
SELECT *, (SELECT sum(triggers) FROM groups) AS all_triggers FROM both_of_them ORDER BY sampled, triggers DESC, key`,
};

/** The keys are unique already: the grouping tells the planner, who would expect each trigger to meet sixty of them. */
export const DESTINATIONS = {
  text: `
WITH weights AS (
  SELECT key, min(firings) AS firings FROM unnest($3::bigint[], $4::float8[]) AS g (key, firings) GROUP BY key
), firings AS MATERIALIZED (
  SELECT td.destination_id, sum(coalesce(w.firings, $5::float8)) AS firings
    FROM (SELECT t.id, ${KEYS} FROM triggers t WHERE ${FORECASTED}) k
    JOIN trigger_destinations td ON td.trigger_id = k.id
    LEFT JOIN weights w ON w.key = ${KEY}
   GROUP BY td.destination_id
)
SELECT * FROM firings
 CROSS JOIN (SELECT count(*)::float8 AS all_destinations, sum(firings) AS all_firings FROM firings) AS total
 ORDER BY firings DESC, destination_id LIMIT $6`,
};
