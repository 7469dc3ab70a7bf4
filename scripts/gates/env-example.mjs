// @ts-check
// .env.example is exactly what the configuration's own table says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const config = pathToFileURL(join('dist', 'libs', 'config', 'src', 'env-example.js')).href;
const { renderEnvExample } = /** @type {{ renderEnvExample: () => string }} */ (await import(config));

if (readFileSync('.env.example', 'utf8') !== renderEnvExample()) {
  console.error(
    '.env.example differs from libs/config/src/environment.ts. Write it anew: npm run env-example',
  );
  process.exitCode = 1;
}
