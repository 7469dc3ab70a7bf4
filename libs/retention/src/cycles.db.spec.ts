import { describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { Dropper } from './dropping/dropper.js';

const COUNT = 10_000;

/** Fired within an hour of yesterday, each with a delivery that has ended. */
const LOAD = `
  WITH event AS (
    INSERT INTO events (id, project_id, source, payload, fired_at, archive_at, expires_at)
    SELECT uuidv7.id, $2, 'manual', json_build_object('order', n, 'customer', md5(n::text)), at,
           at + interval '2 hours', at + interval '48 hours'
      FROM generate_series(1, $1::int) n
     CROSS JOIN LATERAL (SELECT now() - interval '25 hours' + n * interval '1 hour' / $1::int AS at) fired
     CROSS JOIN LATERAL (
       SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' ||
               substr(gen_random_uuid()::text, 16, 3) || substr(gen_random_uuid()::text, 20))::uuid AS id) uuidv7
    RETURNING id, project_id, fired_at
  )
  INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status, created_at, finished_at)
  SELECT id, id, project_id, project_id, id, 'delivered', fired_at, fired_at FROM event`;

/** Who may still see what has been deleted. */
const LOOKING = `
  SELECT count(*) FROM pg_stat_activity
   WHERE datname = current_database() AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()`;

describe('A full cycle of events', () => {
  const on = usePlatform();

  /** As autovacuum does it. What the first finds empty in an index, the second frees once nobody can be looking at it. */
  const vacuum = async () => {
    for (let n = 0; n < 2; n++) {
      await eventually(async () => expect(await on.count(LOOKING)).toBe(0)); // autovacuum's ANALYZE may
      await on.sql('VACUUM events_active, deliveries_active, archive_slices');
      await on.sql('SELECT pg_current_xact_id()');
    }
  };

  /** Active, archived, dropped: the size of the database at the end, in bytes. */
  const cycle = async () => {
    await on.sql(LOAD, [COUNT, PROJECT]);
    expect(await on.archiver.runOnce(COUNT + 1)).toEqual({ archived: COUNT, deleted: 0, more: false });
    await vacuum();
    await on.sql('UPDATE archive_slices SET latest_expiry = now() WHERE events > 0');
    expect(await on.get(Dropper).runOnce(10)).toMatchObject({ deleted: COUNT, more: false });
    return on.count('SELECT pg_database_size(current_database())');
  };

  it('leaves a database that the next one does not make larger', async () => {
    const before = await on.count('SELECT pg_database_size(current_database())');
    const first = await cycle();
    const second = await cycle();

    expect(first / before).toBeGreaterThan(1.2); // what is not given back is more than the tolerance
    expect(second / first).toBeLessThan(1.1);
  }, 60_000);
});
