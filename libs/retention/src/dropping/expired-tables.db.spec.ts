import { beforeEach, describe, expect, it } from 'vitest';
import { OwnConnections } from '@app/database';
import { usePlatform } from '../../../../test/support/platform.js';
import { fillSlice } from '../../../../test/support/slices.js';
import { Dropper } from './dropper.js';
import { ExpiredTables } from './expired-tables.js';
import { ExpiredTablesRepository } from './expired-tables.repository.js';

const AGE = 5 * 86_400_000;
const EXPIRED = -3_600_000;
const MINUTE = 60_000;
/** Enough for a table and indexes that are not removed at once. */
const MANY = 100_000;

/** Whoever removes by it does not rest: where a removal takes long the rests would be minutes. */
class Hasty extends ExpiredTablesRepository {
  override async removeNextOf(...args: Parameters<ExpiredTablesRepository['removeNextOf']>) {
    return { ...(await super.removeNextOf(...args)), tookMs: 0 };
  }
}

describe('The tables of an expired slice that is large', () => {
  const on = usePlatform();
  const repository = new Hasty();
  const remover = (using: ExpiredTablesRepository = repository) =>
    new ExpiredTables(using, on.get(OwnConnections));
  const remove = () => remover().runOnce(MINUTE);
  const left = () => on.count(`SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^expired_'`);
  const fill = () => fillSlice(on, { age: AGE, expiresIn: EXPIRED });
  const drop = () => on.get(Dropper).runOnce(10);

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
    expect(await drop()).toEqual({ partitions_dropped: 1, deleted: 3, more: false });
    return slice;
  }

  /** Does this after each removal; when each began and ended is kept. */
  class Watched extends ExpiredTablesRepository {
    readonly times: { began: number; ended: number }[] = [];
    constructor(private readonly after: () => void = () => {}) {
      super();
    }
    override async removeNextOf(...args: Parameters<ExpiredTablesRepository['removeNextOf']>) {
      const done = await super.removeNextOf(...args);
      const ended = performance.now();
      this.times.push({ began: ended - done.tookMs, ended });
      setImmediate(this.after);
      return done;
    }
  }

  beforeEach(async () => {
    await on.sql(`DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^expired_'
      LOOP EXECUTE format('DROP TABLE %I', name); END LOOP; END $$`);
  });

  it('are out of the way at once, and removed file by file at a pace', async () => {
    const slice = await dropLarge();
    expect(await on.count('SELECT count(to_regclass($1))', [slice.events])).toBe(0);
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [slice.ids])).toBe(0);
    expect(await left()).toBe(3);

    const watched = new Watched();
    expect(await remover(watched).runOnce(MINUTE)).toBeGreaterThan(3); // large indexes by themselves
    expect(await left()).toBe(0);
    for (const [index, { began, ended }] of watched.times.slice(0, -1).entries())
      expect(watched.times[index + 1]!.began - ended).toBeGreaterThan(150 * (ended - began));
    expect(await remove()).toBe(0);
  });

  it('are in nobody’s way who needs the slice again', async () => {
    const slice = await dropLarge();
    const again = await fill();

    expect(again.events).toBe(slice.events);
    await remove();
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [again.ids])).toBe(3);
    expect(await drop()).toMatchObject({ deleted: 3 });
    expect(await left()).toBe(0); // it was small
  });

  it('are removed also by two at the same time', async () => {
    await dropLarge();
    await Promise.all([remove(), remove()]);

    expect(await left()).toBe(0);
  });

  it('are left to the next process when this one is to stop', async () => {
    await dropLarge();
    const stopping = remover(new Watched(() => stopping.onModuleDestroy()));

    expect(await stopping.runOnce(MINUTE)).toBe(1); // it rested when it was told to
    expect(await left()).toBe(2);
    await remove();
    expect(await left()).toBe(0);
  });

  it('keep nothing else when somebody reads one of them', async () => {
    await dropLarge();
    await on.get(OwnConnections).run('dump', MINUTE, async (dump) => {
      const [deliveries, labels, events] = (await repository.all(dump)).map(({ name }) => name);
      await dump.query(`BEGIN; SELECT FROM ${deliveries} LIMIT 1`);

      await expect(remove()).rejects.toMatchObject({ code: '55P03' });
      for (const other of [labels, events])
        expect(await on.count('SELECT count(to_regclass($1))', [other])).toBe(0);
      expect(await left()).toBe(1);
    });
  });
});
