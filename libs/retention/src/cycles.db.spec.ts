import { describe, expect, it } from 'vitest';
import { enterLabels } from '@app/events';
import { eventually } from '../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { Dropper } from './dropping/dropper.js';

const COUNT = 10_000;

/** Fired within an hour of yesterday, each with a label and a delivery that has ended. */
const LOAD = `
  WITH event AS (
    INSERT INTO events (id, project_id, source, payload, labels, fired_at, archive_at, expires_at)
    SELECT uuidv7.id, $2, 'manual', json_build_object('order', n, 'customer', md5(n::text)),
           jsonb_build_object('order', n::text), at,
           at + interval '2 hours', at + interval '48 hours'
      FROM generate_series(1, $1::int) n
     CROSS JOIN LATERAL (SELECT now() - interval '25 hours' + n * interval '1 hour' / $1::int AS at) fired
     CROSS JOIN LATERAL (
       SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' ||
               substr(gen_random_uuid()::text, 16, 3) || substr(gen_random_uuid()::text, 20))::uuid AS id) uuidv7
    RETURNING bucket, id, project_id, labels, fired_at
  ), label AS (${enterLabels('event')})
  INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status, created_at, finished_at)
  SELECT id, id, project_id, project_id, id, 'delivered', fired_at, fired_at FROM event`;

/** What the active tables take, and how much of that is free for whatever comes next, in bytes. */
const FREE = `
  SELECT sum(pg_relation_size(oid)) AS taken, sum(free.bytes) AS free
    FROM pg_class
   CROSS JOIN LATERAL (SELECT sum(avail) AS bytes FROM pg_freespace(oid)) free
   WHERE oid = ANY ($1::regclass[]) OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY ($1::regclass[]))`;
const ACTIVE = ['events_active', 'deliveries_active', 'event_labels_active'];

describe('A full cycle of events', () => {
  const on = usePlatform();

  /** As autovacuum does it, which comes again as long as somebody who looks (an ANALYZE of its own) keeps it from freeing. */
  const vacuum = () =>
    eventually(async () => {
      await on.sql('SELECT pg_current_xact_id()');
      await on.sql(`VACUUM ${ACTIVE.join(', ')}, archive_slices`);
      const [pages] = await on.sql<{ taken: string; free: string }>(FREE, [ACTIVE]);
      expect(Number(pages?.free) / Number(pages?.taken)).toBeGreaterThan(0.95);
    });

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
    await on.sql('CREATE EXTENSION pg_freespacemap');
    const before = await on.count('SELECT pg_database_size(current_database())');
    const first = await cycle();
    const second = await cycle();

    expect(first / before).toBeGreaterThan(1.2); // what is not given back is more than the tolerance
    expect(second / first).toBeLessThan(1.1);
  }, 60_000);
});
