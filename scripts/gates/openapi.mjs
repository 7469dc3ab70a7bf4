// @ts-check
// The committed openapi.json is the one this build serves.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const committed = 'openapi.json';
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
const built = join(folder, committed);

try {
  execFileSync(process.execPath, ['dist/apps/api/src/openapi.js', built], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(committed) || readFileSync(committed, 'utf8') !== readFileSync(built, 'utf8')) {
    console.error(
      `${committed} is not the built one: \`npm run openapi\` writes it, and its diff is worth a look.\n`,
    );
    const { stdout } = spawnSync('diff', ['--unified=1', committed, built], { encoding: 'utf8' });
    console.error((stdout ?? '').split('\n').slice(0, 60).join('\n'));
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
