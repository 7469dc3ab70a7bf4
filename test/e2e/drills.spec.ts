import { describe, expect, it } from 'vitest';
import { findRedisServer } from '../../scripts/embedded/redis-server.mjs';
import { capture } from '../../scripts/processes/run.mjs';

/** Recovery that waited for the leases (60 s) would take longer than this, after 5 s away as well. */
const RECOVERY_LIMIT_S = 30;

describe.skipIf(!findRedisServer())('npm run drill', () => {
  it.each([
    ['redis-loss', 4],
    ['process-loss', 4],
  ])(
    'finds nothing lost, nothing doubled, and all there within seconds: %s',
    async (name, blows) => {
      const { code, output } = await capture(process.execPath, ['scripts/drill.mjs', name, '--rate', '20'], {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      });
      expect(output).toContain('Nothing was lost and nothing doubled.');
      expect(code).toBe(0);
      const recoveries = [...output.matchAll(/\| ([\d.]+) s \|$/gm)].map(([, seconds]) => Number(seconds));
      expect(recoveries).toHaveLength(blows);
      expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_LIMIT_S);
    },
    240_000,
  );
});
