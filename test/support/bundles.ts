import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** where `api.js`, `worker.js` and `cli.js` are, which do what those of the build do */
    bundles: string;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, '.cache'); // below the clone, so that what is left out is found in its node_modules
const built = (path: string) => join(ROOT, 'dist', `${path}.js`);

/**
 * The apps of the build with all that they import, in a few files: of the CPU time that a process takes to start, which
 * the suites do some two hundred times, half goes into finding and reading its 2,000 modules one by one. The suites of
 * the launcher and the drills, and the image, start the build as it is.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'bundles-'));
  const bundle = await rolldown({
    input: {
      api: built('apps/api/src/main'),
      worker: built('apps/worker/src/main'),
      cli: built('apps/cli/src/main'),
      'template-child': built('libs/deliveries/src/templates/template-child'),
    },
    platform: 'node',
    external: ['pino', 'ioredis', 'msgpackr-extract', 'swagger-ui-dist'], // they look for files beside their own
    treeshake: false,
    logLevel: 'silent', // of drivers and the like that are optional, and not installed
  });
  const dir = join(folder, 'apps', 'api', 'src', 'console'); // as deep as in dist, so that the api finds the console
  symlinkSync(join(ROOT, 'dist', 'console'), join(folder, 'console'));
  await bundle.write({ dir, format: 'esm', keepNames: true, chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  project.provide('bundles', dir);
  return () => rmSync(folder, { recursive: true, force: true });
}
