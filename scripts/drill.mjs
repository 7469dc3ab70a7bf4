#!/usr/bin/env node
// @ts-check
// `npm run drill`: takes away, under load, what the platform stands on, one thing after the other, and counts what became
// of every event. `npm run drill -- redis-loss` does one set; `--rate 500` fires more often (per second).
import './steps/node-version.mjs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drills } from './drills/drills.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { say, Trouble } from './say.mjs';
import { prepare } from './steps/prepare.mjs';

const root = join(import.meta.dirname, '..');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: 'string', default: '200' } },
});

process.exitCode = await runUntilStopped(async (life) => {
  const names = positionals.length > 0 ? positionals : Object.keys(drills);
  const unknown = names.find((name) => !(name in drills));
  if (unknown)
    throw new Trouble(`There is no drill "${unknown}".`, `There are: ${Object.keys(drills).join(', ')}.`);
  const rate = Number(values.rate);
  if (!(rate >= 1 && rate <= 5000)) throw new Trouble('--rate has to be from 1 to 5000 firings a second.');
  await prepare(root, life.signal);

  // Loaded now: they need the packages.
  const [{ Stage }, { runDrill }, { asTable }] = await Promise.all([
    import('./drills/stage.mjs'),
    import('./drills/run-drill.mjs'),
    import('./drills/report.mjs'),
  ]);
  let isWhole = true;
  for (const name of names) {
    const stage = new Stage(root);
    life.onStop(() => stage.clear());
    say(`drill ${name}: ${rate} firings a second`);
    const result = await Promise.race([runDrill(stage, drills[name] ?? [], rate), life.asked]);
    console.log(`\n${asTable(result)}\n`);
    isWhole &&= result.faults.length === 0;
    await stage.clear();
  }
  return isWhole ? 0 : 1;
});
