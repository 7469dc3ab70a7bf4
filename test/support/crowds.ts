import { enterLabels } from '@app/events';
import type { TestDatabase } from './database.js';

const PROJECT = '00000000-0000-7000-8000-000000000001';

/** So many events of the hours before, without deliveries: `{"tick": n}`, one in a thousand with the label incident:42. */
export async function crowdOfEvents(database: TestDatabase, count: number): Promise<void> {
  await database.query(
    `WITH event AS (
     INSERT INTO events (bucket, id, project_id, trigger_name, trigger_type, source, payload, labels, fired_at,
                         archive_at, expires_at, unsent)
     SELECT 0, uuidv7(at - now()), '${PROJECT}', 'Ticks', 'api', 'api', json_build_object('tick', n),
            CASE WHEN n % 1000 = 7 THEN '{"incident": "42"}'::jsonb ELSE '{}' END, at,
            now() + interval '2 hours', now() + interval '2 days', true
       FROM generate_series(1, $1::int) n, LATERAL (SELECT now() - n * interval '50 ms') a (at)
     RETURNING bucket, id, project_id, labels)${enterLabels('event')}`,
    [count],
  );
  await database.query('ANALYZE events');
  await database.query('ANALYZE event_labels');
}

/** So many triggers that are fired by calls, named `crowd 1` and on; older than all that the api has made. */
export async function crowdOfTriggers(database: TestDatabase, count: number): Promise<void> {
  await database.query(
    `INSERT INTO triggers (id, project_id, name, trigger_type, labels, api_payload)
     SELECT uuidv7(- interval '1 day' - n * interval '1 second'), '${PROJECT}', 'crowd ' || n, 'api', '{}', '{}'
       FROM generate_series(1, $1::int) n`,
    [count],
  );
  await database.query('ANALYZE triggers');
}
