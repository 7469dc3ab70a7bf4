import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown, type OutputOptions } from 'rolldown';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** where `api.cjs`, `worker.cjs` and `cli.cjs` are, which do what those of the build do */
    bundles: string;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, '.cache'); // below the clone, so that what is left out is found in its node_modules
const built = (path: string) => join(ROOT, 'dist', `${path}.js`);

const TEMPLATE_CHILD = built('libs/deliveries/src/templates/template-child');
const APPS = {
  api: built('apps/api/src/main'),
  worker: built('apps/worker/src/main'),
  cli: built('apps/cli/src/main'),
};

/** These would load a second TypeORM and class-validator, those of node_modules. */
const REQUIRING = /@nestjs\/(mapped-types|typeorm)\//;
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';

/**
 * The apps of the build with all that they import, in a few files: of the CPU time that a process takes to start, which
 * the suites do some two hundred times, half goes into finding and reading its 2,000 modules one by one, and a third of the
 * rest into compiling them (`code-cache.cjs`). The suites of the launcher and the drills, and the image, start the build
 * as it is.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'bundles-'));
  const dir = join(folder, 'apps', 'api', 'src', 'console'); // as deep as in dist, so that the api finds the console
  symlinkSync(join(ROOT, 'dist', 'console'), join(folder, 'console'));
  await write(APPS, {
    dir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  // started by its name, which is that of a module
  await write({ 'template-child': TEMPLATE_CHILD }, { dir, format: 'esm' });
  project.provide('bundles', dir);
  return () => rmSync(folder, { recursive: true, force: true });
}

async function write(input: Record<string, string>, output: OutputOptions): Promise<void> {
  const mains = new Set(Object.values(APPS));
  const bundle = await rolldown({
    input,
    platform: 'node',
    external: ['pino', 'msgpackr-extract', 'swagger-ui-dist'], // they look for files beside their own
    treeshake: false,
    plugins: [
      { name: 'main', transform: (code, id) => (mains.has(id) ? withoutAwait(code) : null) },
      {
        name: 'required',
        transform: (code, id) => (REQUIRING.test(id) ? code.replace(OWN_REQUIRE, '') : null),
      },
    ],
    logLevel: 'silent', // of drivers and the like that are optional, and not installed
  });
  await bundle.write({ keepNames: true, ...output });
  await bundle.close();
}

/** A module that awaits at its top level as one that does not: CommonJS cannot. */
function withoutAwait(code: string): string {
  const lines = code.split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  const others = lines.filter((line) => !isImport(line));
  return [...lines.filter(isImport), 'void (async () => {', ...others, '})();'].join('\n');
}
