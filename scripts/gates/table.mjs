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
  format: tool('prettier', '--check', '.'),
  layers: tool('depcruise', 'apps', 'libs', 'test', '--config', '.dependency-cruiser.cjs'),
  'dead code': tool('knip'),
  'lock file is whole': script('lock-file.mjs'),
};

/** These read what was built, the types of the api that the console has among it. @type {Record<string, string[]>} */
export const buildGates = {
  types: ['npm', 'run', '--silent', 'types'], // by the compiler that the linter brings: a quarter of the time of tsc
  lint: ['npm', 'run', '--silent', 'lint'],
  'openapi.json is the built one': script('openapi.mjs'),
  '.env.example names every setting': script('env-example.mjs'),
};
