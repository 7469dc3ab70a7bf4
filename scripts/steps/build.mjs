// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes/run.mjs';
import { step } from '../say.mjs';

/**
 * @typedef {object} BuildStep
 * @property {string} name
 * @property {string[]} command arguments for node
 * @property {string[]} inputs files and folders whose contents decide whether it has to run again
 * @property {string[]} outputs folders that hold nothing but what it writes
 * @property {string[]} [made] files that have to be there, besides what is in `outputs`
 * @property {number} [keep] for how many ms what an older build wrote stays
 */

const CONSOLE_TYPES = 'apps/console/src/api/schema.d.ts';
const DAY = 86_400_000;

/** @type {Record<'server' | 'console', BuildStep>} */
export const buildSteps = {
  server: {
    name: 'building api and worker',
    command: [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build', 'api'], // emits both, and libs/
    inputs: [
      'apps/api/src',
      'apps/worker/src',
      'apps/cli/src',
      'libs',
      'tsconfig.json',
      'tsconfig.build.json',
      'nest-cli.json',
      'package-lock.json',
    ],
    outputs: ['dist/apps', 'dist/libs'],
  },
  console: {
    name: 'building the console',
    command: [
      join('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      'apps/console/vite.config.ts',
    ],
    inputs: ['apps/console', 'openapi.json', 'package-lock.json'],
    outputs: ['dist/console'],
    made: ['dist/console/index.html', CONSOLE_TYPES],
    keep: DAY, // pages that are open still ask for the files they began with
  },
};

/** Tests, and what a build writes itself. */
const NO_INPUT = /\.spec\.tsx?$|\/api\/schema\.d\.ts$/;

/** @typedef {keyof typeof buildSteps} StepName */
const stepNames = /** @type {StepName[]} */ (Object.keys(buildSteps));

/** @param {string} root */
export const isBuilt = (root) => stepNames.every((name) => isCurrent(root, name));

/** Runs the build steps that are out of date, side by side. @param {string} root @param {AbortSignal} signal */
export async function build(root, signal) {
  const outdated = stepNames.filter((name) => !isCurrent(root, name));
  const builds = outdated.map((name) => step(buildSteps[name].name, () => runStep(root, name, signal)));
  // None goes on beyond our own end: whoever holds the lock next may begin to write to the same folder.
  for (const result of await Promise.allSettled(builds))
    if (result.status === 'rejected') throw result.reason;
}

/**
 * Names the sources that dist/ was built from; undefined when that is not known.
 * @param {string} root @param {StepName} name
 */
export function stampOf(root, name) {
  const file = stampFile(root, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** For whoever writes to dist/ by other means: the next start builds. @param {string} root @param {StepName} name */
export function forgetStamp(root, name) {
  rmSync(stampFile(root, name), { force: true });
}

/** @param {string} root @param {StepName} name @param {AbortSignal} signal */
async function runStep(root, name, signal) {
  const one = buildSteps[name];
  const contents = hashOf(root, one.inputs); // before, so that an edit made meanwhile is built the next time
  forgetStamp(root, name);
  const began = Date.now();
  await run('The build', process.execPath, one.command, { cwd: root, signal });
  for (const folder of one.outputs) removeOlder(join(root, folder), began - (one.keep ?? 0));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile(root, name), contents);
}

/** @param {string} root @param {StepName} name */
function isCurrent(root, name) {
  const { inputs, made = [] } = buildSteps[name];
  return made.every((file) => existsSync(join(root, file))) && stampOf(root, name) === hashOf(root, inputs);
}

/** @param {string} root @param {StepName} name */
const stampFile = (root, name) => join(root, 'dist', `.${name}.stamp`);

/** @param {string} root @param {string[]} inputs */
function hashOf(root, inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesBelow(join(root, input)).filter((name) => !NO_INPUT.test(name))) {
      hash
        .update(`${file.slice(root.length)}\n`)
        .update(readFileSync(file))
        .update('\n');
    }
  }
  return hash.digest('hex');
}

/**
 * Takes away what a source that is gone had left behind (an old migration would still be applied). Emptying dist/
 * first would be simpler, but another start of this clone may be running from it.
 * @param {string} folder @param {number} time
 */
function removeOlder(folder, time) {
  for (const file of filesBelow(folder)) if (statSync(file).mtimeMs < time - 1000) rmSync(file);
}

/** @param {string} path @returns {string[]} the files at and below `path`, in a fixed order */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
