import { beforeEach, describe, expect, it } from 'vitest';
import { OwnConnections } from '@app/database';
import { usePlatform } from '../../../../test/support/platform.js';
import { fillSlice } from '../../../../test/support/slices.js';
import { Dropper } from './dropper.js';
import { ExpiredTables } from './expired-tables.js';
import { ExpiredTablesRepository } from './expired-tables.repository.js';

const AGE = 5 * 86_400_000;
const EXPIRED = -3_600_000;
/** Enough for a table and indexes that are not removed at once. */
const MANY = 100_000;

describe('The tables of an expired slice that is large', () => {
  const on = usePlatform();
  const remover = () => new ExpiredTables(on.get(ExpiredTablesRepository), on.get(OwnConnections));
  const left = () => on.count(`SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^expired_'`);
  const fill = () => fillSlice(on, { age: AGE, expiresIn: EXPIRED });

  /** Dropped, it is nobody's any more. */
  async function dropLarge() {
    const slice = await fill();
    await on.sql(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT bucket, overlay(id::text PLACING lpad(to_hex(n), 12, '0') FROM 25)::uuid, project_id, source,
              payload, fired_at, archive_at, expires_at
         FROM events CROSS JOIN generate_series(1, $2::int) n WHERE id = $1`,
      [slice.ids[0]!, MANY],
    );
    expect(await on.get(Dropper).runOnce(10)).toEqual({ partitions_dropped: 1, deleted: 3, more: false });
    return slice;
  }

  beforeEach(() => remover().remove());

  it('are out of the way at once, and removed later', async () => {
    const slice = await dropLarge();
    expect(await on.count('SELECT count(to_regclass($1))', [slice.events])).toBe(0);
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [slice.ids])).toBe(0);
    expect(await left()).toBe(2);

    expect(await remover().remove()).toBeGreaterThan(2); // large indexes by themselves
    expect(await left()).toBe(0);
    expect(await remover().remove()).toBe(0);
  });

  it('are in nobody’s way who needs the slice again', async () => {
    const slice = await dropLarge();
    const again = await fill();

    expect(again.events).toBe(slice.events);
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [again.ids])).toBe(3);
    await remover().remove();
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [again.ids])).toBe(3);
    expect(await on.get(Dropper).runOnce(10)).toMatchObject({ deleted: 3 });
  });

  it('are removed once, also by two at the same time', async () => {
    await dropLarge();
    await Promise.all([remover().remove(), remover().remove()]);

    expect(await left()).toBe(0);
  });

  it('are not removed in one go, and are left to the next process when this one is to stop', async () => {
    await dropLarge();
    const connections: Pick<OwnConnections, 'run'> = on.get(OwnConnections);
    const stopping: ExpiredTables = new ExpiredTables(on.get(ExpiredTablesRepository), {
      run: (name: string, ms: number, work: Parameters<OwnConnections['run']>[2]) =>
        connections.run(name, ms, (connection) =>
          work({
            query: async (text, values) => {
              const rows = await connection.query(text, values);
              if (/^DROP|^ALTER/.test(text)) setImmediate(() => stopping.beforeApplicationShutdown());
              return rows as never;
            },
          }),
        ),
    } as OwnConnections);

    expect(await stopping.remove()).toBe(1); // it rested when it was told to stop
    expect(await left()).toBe(1);
    await remover().remove();
    expect(await left()).toBe(0);
  });
});
