import { describe, expect, it } from 'vitest';
import { usePlatform } from '../../../test/support/platform.js';
import { OwnConnections } from './own-connections.js';

describe('A connection of one’s own', () => {
  const on = usePlatform();

  it('waits for a lock for as long as it was told to, once autovacuum has given way', async () => {
    const asked = `SELECT extract(epoch FROM current_setting('lock_timeout')::interval)::float8 AS lock,
                          extract(epoch FROM current_setting('deadlock_timeout')::interval)::float8 AS deadlock`;
    const [set] = await on
      .get(OwnConnections)
      .run('test', 250, (connection) => connection.query<{ lock: number; deadlock: number }>(asked));

    expect(set!.deadlock).toBe(1);
    expect(set!.lock).toBe(1.25);
  });

  it('ends with the work, whatever becomes of that', async () => {
    const mine = () =>
      on.count(
        `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'event-trigger-platform ended'`,
      );
    const failing = on.get(OwnConnections).run('ended', 1, async (connection) => {
      await connection.query('SELECT 1');
      expect(await mine()).toBe(1);
      throw new Error('it failed');
    });

    await expect(failing).rejects.toThrow('it failed');
    await expect.poll(mine).toBe(0);
  });
});
