import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import type { Plugin } from 'vite';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'openapi.json');
const TYPES = join(import.meta.dirname, 'src', 'api', 'schema.d.ts');

/** Writes the types of the api's requests and answers from openapi.json, so that no call is typed by hand. */
export function apiTypes(): Plugin {
  return {
    name: 'api-types',
    buildStart: writeTypes,
    configureServer({ watcher, config }) {
      watcher.add(DOCUMENT).on('change', (file) => {
        if (file === DOCUMENT) writeTypes().catch((failure: Error) => config.logger.error(failure.message));
      });
    },
  };
}

async function writeTypes(): Promise<void> {
  const types = astToString(await openapiTypescript(new URL(`file://${DOCUMENT}`)));
  const before = await readFile(TYPES, 'utf8').catch(() => '');
  if (types !== before) await writeFile(TYPES, types);
}
