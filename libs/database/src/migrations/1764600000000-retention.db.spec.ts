import type { QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { usePlatform } from '../../../../test/support/platform.js';
import { Retention1764600000000 } from './1764600000000-retention.js';

const HOUR = 3_600_000;

describe('The catalogue of slices', () => {
  const on = usePlatform();
  const migration = new Retention1764600000000();
  const runner = () => ({ query: (text: string) => on.sql(text) }) as unknown as QueryRunner;

  const archive = (bucket: number, id: string, expires: string) =>
    on.sql(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       VALUES ($1, $2, $2, 'manual', '{}', now(), now(), $3::timestamptz)`,
      [bucket, id, expires],
    );
  const catalogue = () =>
    on.sql<{ bucket: number; starts_at: Date; ends_at: Date }>(
      `SELECT bucket, starts_at, ends_at, events, latest_expiry, dropping FROM archive_slices ORDER BY bucket, starts_at`,
    );

  it('is filled in from an archive that there was before it', async () => {
    await on.slicesAhead.runOnce(Infinity); // an hour may have begun since the template was made
    const made = await catalogue();
    await migration.down(runner());
    const [now, tomorrow] = [Date.now(), Date.now() + 20 * HOUR];
    await archive(3, uuidV7(now), '2031-01-01T00:00:00Z');
    await archive(3, uuidV7(now), '2030-01-01T00:00:00Z');
    await archive(3, uuidV7(tomorrow), '2029-01-01T00:00:00Z');
    await archive(6, uuidV7(now), 'infinity');
    await archive(0, uuidV7(now), '2032-01-01T00:00:00Z');
    await archive(7, uuidV7(now), 'infinity');
    await migration.up(runner());

    const holding = (bucket: number, at: number) =>
      made.findIndex(
        (one) => one.bucket === bucket && one.starts_at.getTime() <= at && one.ends_at.getTime() > at,
      );
    const expected = made.map((slice) => ({ ...slice, events: '0', latest_expiry: null as unknown }));
    const filled = { events: '2', latest_expiry: new Date('2031-01-01T00:00:00Z') };
    Object.assign(expected[holding(3, now)]!, filled);
    Object.assign(expected[holding(3, tomorrow)]!, {
      events: '1',
      latest_expiry: new Date('2029-01-01T00:00:00Z'),
    });
    Object.assign(expected[holding(6, now)]!, { events: '1', latest_expiry: Infinity });
    expect(await catalogue()).toEqual(expected);
    expect(await on.slicesAhead.runOnce(Infinity)).toBe(0);
  });
});
