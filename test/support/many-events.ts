import { uuidV7 } from '@app/clock';
import { enterLabels } from '@app/events';
import { PROJECT, type Platform } from './platform.js';

/** The class of two days, in slices of three hours. */
const BUCKET = 3;
const SLICE_MS = 3 * 3_600_000;
/** How many slices the archived ones fill, each as full as the others: through one of few rows PostgreSQL goes as it lies. */
const SLICES = 4;

/** What lists of `manyEvents` can be narrowed by. */
export interface Many {
  /** A project in which hardly an event was delivered. */
  unlucky: string;
  /** One trigger has every other event, the other one in a thousand. */
  triggers: { busy: string; quiet: string };
  /** Of ten, which share the deliveries. */
  destination: string;
  /** One in the middle of the archived, and of the active ones. */
  middle: { active: string; archived: string };
}

/**
 * So many events of the last 24 to 27 hours with a delivery each, half of them archived, as many statistics as PostgreSQL wants of them:
 * enough for it to plan as it would for millions. Rare things are one in a thousand.
 */
export async function manyEvents(on: Platform, count: number): Promise<Many> {
  const now = on.clock.now();
  const edge = Math.floor(now / SLICE_MS - SLICES) * SLICE_MS;
  const half = count / 2;
  const between = (from: number, to: number) =>
    Array.from({ length: half }, (_, n) => uuidV7(Math.floor(from + ((to - from) * n) / half)));
  const ids = [...between(edge - SLICES * SLICE_MS, edge), ...between(edge, now)];
  const [unlucky, busy, quiet] = [uuidV7(now), uuidV7(now), uuidV7(now)];
  const destinations = Array.from({ length: 10 }, () => uuidV7(now));
  const sorted = ids.toSorted();
  await on.slices.ensure(BUCKET, sorted.slice(0, half));
  await on.sql(EVENTS, [sorted, PROJECT, unlucky, busy, quiet]);
  await on.sql(DELIVERIES, [sorted, destinations, unlucky]);
  await on.sql(enterLabels('events'));
  for (const table of ['events', 'deliveries', 'event_labels']) await on.sql(`VACUUM ANALYZE ${table}`);
  const [archived, active] = [sorted[count >> 2]!, sorted[(count >> 2) * 3]!];
  return { unlucky, triggers: { busy, quiet }, destination: destinations[3]!, middle: { active, archived } };
}

/** The older half is archived. The last thousand of each half are of the other project. */
const EVENTS = `
INSERT INTO events (bucket, id, project_id, trigger_id, source, payload, labels, scheduled_for, fired_at, archive_at,
                    expires_at, unsent)
SELECT CASE WHEN n <= half THEN ${BUCKET} ELSE 0 END, id, CASE WHEN n % half > half - 1000 THEN $3::uuid ELSE $2::uuid END,
       CASE WHEN n % half > half - 1000 THEN NULL WHEN n % 1000 = 1 THEN $5::uuid WHEN n % 2 = 0 THEN $4::uuid END,
       CASE WHEN n % 1000 = 1 THEN 'manual' WHEN n % 3 = 0 THEN 'schedule' ELSE 'api' END, json_build_object('n', n),
       CASE WHEN n % 1000 = 1 THEN '{"incident": "42"}' ELSE jsonb_build_object('team', CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END) END,
       CASE WHEN n % 3 = 0 THEN at END, at, at + interval '12 hours', at + interval '48 hours', n % 100 = 4
  FROM unnest($1::uuid[]) WITH ORDINALITY AS i (id, n),
       to_timestamp(('x' || left(translate(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AS at, -- 17 reads no UUIDv7
       (SELECT cardinality($1::uuid[]) / 2) AS h (half)`;

const DELIVERIES = `
INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, finished_at)
SELECT bucket, e.id, e.id, project_id, ($2::uuid[])[1 + n % 10], e.id,
       CASE WHEN project_id = $3 THEN CASE WHEN n % 250 = 1 THEN 'delivered' ELSE 'dead' END
            WHEN n % 1000 = 1 THEN 'cancelled' WHEN n % 100 = 2 THEN 'dead' WHEN n % 100 = 3 THEN 'queued'
            ELSE 'delivered' END, now()
  FROM unnest($1::uuid[]) WITH ORDINALITY AS i (id, n) JOIN events e ON e.id = i.id
 WHERE NOT unsent`;
