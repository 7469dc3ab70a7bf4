// @ts-check
import { join } from 'node:path';

/** @param {string} name @param {string[]} args */
const tool = (name, ...args) => [join('node_modules', '.bin', name), ...args];
/** @param {string} file @param {string[]} args */
const script = (file, ...args) => [process.execPath, join('scripts', 'gates', file), ...args];

/**
 * What `npm test` checks besides running the tests: each is a command that fails with its reason, and can be run alone.
 * These read the sources alone, so they run while the build does. The long ones come first, so that the short ones fill
 * the gaps.
 * @type {Record<string, string[]>}
 */
export const sourceGates = {
  types: tool('tsc', '--noEmit'),
  format: tool('prettier', '--check', '.'),
  lint: tool(
    'oxlint',
    '--disable-nested-config',
    '--type-aware',
    '--deny-warnings',
    'apps',
    'bench',
    'libs',
    'scripts',
    'test',
  ),
  layers: tool('depcruise', 'apps', 'libs', 'test', '--config', '.dependency-cruiser.cjs'),
  'dead code': tool('knip'),
  'lock file is whole': script('lock-file.mjs'),
};

/** These read what was built. @type {Record<string, string[]>} */
export const buildGates = {
  'types of the console': tool('tsc', '--noEmit', '--project', 'apps/console'), // those of the api are built
  'openapi.json is the built one': script('openapi.mjs'),
  '.env.example names every setting': script('env-example.mjs'),
};
