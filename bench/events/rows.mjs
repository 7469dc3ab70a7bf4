// @ts-check
/** @typedef {import('../copy.mjs').Rows} Rows */

export const PROJECT = '00000000-0000-7000-8000-000000000001';
export const TRIGGERS = 1000;

/**
 * What a place of so many events has in all tables.
 * @param {{ bucket: number, from: number, to: number }} place @param {number} count
 */
export const rowsOf = (place, count) => ({
  events: () => eventsOf(place, count),
  deliveries: (/** @type {string} */ events) => deliveriesOf(place.bucket, events),
  event_labels: (/** @type {string} */ events) => labelsOf(place.bucket, events),
});

/**
 * One trigger in a thousand events is the rare one (999); another (0) has three in ten. A dice throw for each event says
 * what it is: the same for all, so that statuses and sources do not go together.
 * @param {{ bucket: number, from: number, to: number }} place @param {number} count @returns {Rows}
 */
const eventsOf = ({ bucket, from, to }, count) => ({
  columns: {
    bucket: `${bucket}`,
    id: 'uuidv7(at - clock_timestamp())',
    project_id: `coalesce(p.id, '${PROJECT}')`,
    trigger_id: 't.id',
    trigger_name: `'Trigger ' || t.n`,
    trigger_type: `CASE source WHEN 'schedule' THEN 'scheduled' ELSE 'api' END`,
    source: 'source',
    payload: `json_build_object('order', e.n, 'customer', md5(e.n::text), 'note', repeat('a note of some length ', 8))`,
    labels: `
      CASE WHEN c < 0.00005 THEN '{"team": "payments", "incident": "42"}'::jsonb
           ELSE (ARRAY['{"team": "payments", "tier": "gold"}', '{"team": "orders", "tier": "gold"}',
                       '{"team": "search", "tier": "gold"}']::jsonb[])[1 + e.n % 3] END`,
    scheduled_for: `CASE source WHEN 'schedule' THEN at END`,
    fired_at: 'at',
    archive_at: `at + interval '2 hours'`,
    expires_at: `at + interval '48 hours'`,
    unsent: 'b >= 0.99',
  },
  from: `
         (SELECT n, timestamptz 'epoch' + (${from}::float8 + n * ${(to - from) / count}::float8) * interval '1 millisecond' AS at,
                 random() AS a, random() AS b, random() AS c, random() AS d, random() AS f
            FROM generate_series(0, ${count} - 1) AS n) e
    LEFT JOIN bench.projects p ON p.n = CASE WHEN f < 0.2 THEN 1 + e.n % 3 END
    JOIN bench.triggers t ON t.n = CASE WHEN d < 0.3 THEN 0 WHEN d < 0.301 THEN ${TRIGGERS - 1} ELSE 1 + e.n % ${TRIGGERS - 2} END
   CROSS JOIN LATERAL (SELECT CASE WHEN a < 0.6 THEN 'api' WHEN a < 0.98 THEN 'schedule' WHEN a < 0.999 THEN 'hook'
                                   WHEN a < 0.9999 THEN 'manual' ELSE 'test' END AS source) s`,
});

/** One for each event but the unsent. @param {number} bucket @param {string} events their table @returns {Rows} */
const deliveriesOf = (bucket, events) => ({
  columns: {
    bucket: `${bucket}`,
    event_id: 'e.id',
    id: 'uuidv7(e.fired_at - clock_timestamp())',
    project_id: 'e.project_id',
    destination_id: 'd.id',
    message_id: 'e.id',
    status: 's.status',
    dispatch: '1',
    queued_until: `CASE WHEN s.status = 'queued' THEN now() + interval '1 day' END`,
    attempt_count: '1',
    attempts: `'[{"number": 1, "started_at": "2026-11-25T07:00:00.000Z", "duration_ms": 12, "status_code": 200, "error": null, "response_head": "ok"}]'`,
    created_at: 'e.fired_at',
    finished_at: `CASE WHEN s.status <> 'queued' THEN e.fired_at END`,
  },
  from: `
         (SELECT *, random() AS a, floor(random() * 100)::int AS b FROM ${events} WHERE NOT unsent ORDER BY id) e
    JOIN bench.destinations d ON d.n = e.b
   CROSS JOIN LATERAL (SELECT CASE WHEN a < 0.97 THEN 'delivered' WHEN a < 0.99 THEN 'dead' WHEN a < 0.995 THEN 'cancelled'
                                   ELSE ${bucket === 0 ? `'queued'` : `'delivered'`} END AS status) s`,
});

/** Their entries in the index of labels. @param {number} bucket @param {string} events their table @returns {Rows} */
const labelsOf = (bucket, events) => ({
  columns: {
    bucket: `${bucket}`,
    event_id: 'e.id',
    label: `event_label(e.project_id, l.key || ':' || l.value)`,
  },
  from: `(SELECT id, project_id, labels FROM ${events} ORDER BY id) e CROSS JOIN LATERAL jsonb_each_text(e.labels) l`,
});
