#!/usr/bin/env node
// @ts-check
// `npm run bench`: every suite; `npm run bench -- schedule`: one. `--rounds=1` for fewer rounds than three; `--quick` for a
// scale at which it can be tried in a minute, and whose figures say nothing; `--rows=1000000` for fewer events. docs/performance.md has the budgets.
import '../scripts/steps/node-version.mjs';
import { join } from 'node:path';
import { runUntilStopped } from '../scripts/lifetime.mjs';
import { say, Trouble } from '../scripts/say.mjs';
import { prepare } from '../scripts/steps/prepare.mjs';
import { installYardsticks } from './install.mjs';
import { machine } from './machine.mjs';
import { asMarkdown, writeResults } from './report.mjs';
import { startServers } from './servers.mjs';
import { suites } from './suites/table.mjs';

/** @typedef {import('./measurement.mjs').Measurement} Measurement */

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const quick = words.includes('--quick');
const rounds = Number(words.find((word) => word.startsWith('--rounds='))?.slice(9)) || (quick ? 1 : 3);
const rows = Number(words.find((word) => word.startsWith('--rows='))?.slice(7)) || undefined;
const chosen = words.filter((word) => !word.startsWith('--'));

process.exitCode = await runUntilStopped(async (life) => {
  const names = chosenSuites();
  await prepare(root, life.signal);
  await installYardsticks(life.signal);
  const servers = await startServers(root);
  life.onStop(servers.stop);

  const began = new Date();
  /** @type {Measurement[]} */
  const measurements = [];
  for (const name of names) {
    say(`suite ${name}${quick ? ', at a scale that says nothing' : ''}`);
    const run = /** @type {import('./suites/table.mjs').Suite} */ (suites[name]);
    measurements.push(
      ...(await Promise.race([run({ root, life, servers, quick, rounds, rows }), servers.died, life.asked])),
    );
  }
  const result = { began: began.toISOString(), quick, machine: await machine(servers), measurements };
  console.log(`\n${asMarkdown(result)}`);
  say(`written to ${writeResults(result)}`);
});

function chosenSuites() {
  const unknown = chosen.find((name) => !(name in suites));
  if (unknown)
    throw new Trouble(`There is no suite "${unknown}".`, `There are: ${Object.keys(suites).join(', ')}.`);
  return chosen.length > 0 ? chosen : Object.keys(suites);
}
