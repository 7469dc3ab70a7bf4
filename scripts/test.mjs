#!/usr/bin/env node
// @ts-check
// `npm test`: from a fresh clone to one line, "N passed, N failed, N skipped". With arguments (`npm test -- api`) only
// the tests that they select, without the gates.
import './steps/node-version.mjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGates } from './gates/run-gates.mjs';
import { buildGates, sourceGates } from './gates/table.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { ended, stopProcess } from './processes/stop.mjs';
import { spawnTethered } from './processes/tether.mjs';
import { complain, say } from './say.mjs';
import { ensureBuilt, ensureInstalled } from './steps/prepare.mjs';

/** @typedef {import('./gates/run-gates.mjs').Counts} Counts */

const root = join(import.meta.dirname, '..');
const selection = process.argv.slice(2);

/** @type {Counts} */
const NOTHING_RAN = { passed: 0, failed: 1, skipped: 0 };
/** @type {Counts[]} */
const results = [];

const code = await runUntilStopped(async (life) => {
  try {
    await ensureInstalled(root, life.signal);
    const built = ensureBuilt(root, life.signal);
    built.catch(() => {}); // it is awaited when the gates that run meanwhile are through
    if (selection.length === 0) {
      say('checking the gates …');
      results.push(await runGates(root, life.signal, sourceGates));
    }
    await built;
    if (selection.length === 0) results.push(await runGates(root, life.signal, buildGates));
    say('running the tests …');
    results.push(await runVitest(life));
  } catch (failure) {
    if (!life.signal.aborted) complain(failure);
    results.push(NOTHING_RAN); // a build that fails, or a run that is interrupted, must not count as a success
  }
});
process.exitCode = sum('failed') > 0 ? 1 : code;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);

/** @param {import('./lifetime.mjs').Lifetime} life @returns {Promise<Counts>} */
async function runVitest({ asked, onStop }) {
  const folder = mkdtempSync(join(tmpdir(), 'etp-counts-'));
  const countsFile = join(folder, 'counts.json');
  onStop(() => rmSync(folder, { recursive: true, force: true }));

  const vitest = spawnTethered(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...selection], {
    cwd: root,
    env: { ...process.env, CLOSING_COUNTS_FILE: countsFile },
    stdio: 'inherit',
  });
  onStop(() => stopProcess(vitest, { grace: 30_000 }));
  const how = await Promise.race([ended(vitest), asked]);
  try {
    /** @type {Counts} */
    const counts = JSON.parse(readFileSync(countsFile, 'utf8'));
    const silent = vitest.exitCode !== 0 && counts.failed === 0; // coverage, an error after the tests …
    return silent ? { ...counts, failed: 1 } : counts;
  } catch {
    say(`vitest ${how} before it had counted its tests`);
    return NOTHING_RAN;
  }
}

/** @param {keyof Counts} kind */
function sum(kind) {
  return results.reduce((total, counts) => total + counts[kind], 0);
}
