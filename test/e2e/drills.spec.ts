import { describe, expect, it } from 'vitest';
import { findRedisServer } from '../../scripts/embedded/redis-server.mjs';
import { capture } from '../../scripts/processes/run.mjs';

describe.skipIf(!findRedisServer())('npm run drill', () => {
  it.each(['redis-loss', 'process-loss'])('finds nothing lost and nothing doubled: %s', async (name) => {
    const { code, output } = await capture(process.execPath, ['scripts/drill.mjs', name, '--rate', '50'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    });
    expect(output).toContain('Nothing was lost and nothing doubled.');
    expect(code).toBe(0);
  });
});
