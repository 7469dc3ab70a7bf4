// @ts-check
// Writes .env.example from the configuration's own table: npm run env-example
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const config = pathToFileURL(join('dist', 'libs', 'config', 'src', 'env-example.js')).href;
const { renderEnvExample } = /** @type {{ renderEnvExample: () => string }} */ (await import(config));
writeFileSync('.env.example', renderEnvExample());
