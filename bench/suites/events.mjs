// @ts-check
import { say, step } from '../../scripts/say.mjs';
import { figures } from '../events/figures.mjs';
import { load, someIds } from '../events/load.mjs';
import { asker, PAGE } from '../events/pages.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { median, percentile } from '../statistics.mjs';

/** @typedef {import('./table.mjs').Bench} Bench */
/** @typedef {{ many: number[], few: number[] }} Readings of the 99th percentile, one a round */

const MANY = 10_000_000;
const FEW_IN = 100;
const LAST_PAGE = 1000;
const WARM_UP = 20;
const BUDGET = { atMost: 1.5 };

/** What pages of lists and look-ups cost with many events, against a hundredth of them. @param {Bench} bench */
export async function events(bench) {
  const rows = bench.rows ?? (bench.quick ? 1_000_000 : MANY);
  const requests = bench.quick ? 50 : 1000;
  const few = await prepare(bench, 'events_few', rows / FEW_IN);
  const many = await prepare(bench, 'events_many', rows);

  /** @type {Map<string, Readings & { note: string }>} */
  const readings = new Map();
  const cases = casesOf(rows / FEW_IN);
  /** @param {string} what @param {(side: Prepared) => Promise<string[]>} pathsOf */
  const compare = async (what, pathsOf) => {
    const paths = { few: await pathsOf(few), many: await pathsOf(many) };
    /** @type {Readings} */
    const read = { many: [], few: [] };
    /** @type {Readings} */
    const all = { many: [], few: [] };
    for (let round = 0; round <= bench.rounds; round++) {
      const times = { few: /** @type {number[]} */ ([]), many: /** @type {number[]} */ ([]) };
      // in turns, one request each: whatever else the machine does meets both
      for (let n = 0; n < (round === 0 ? WARM_UP : requests); n++) {
        times.few.push(await few.ask.time(paths.few[n % paths.few.length] ?? ''));
        times.many.push(await many.ask.time(paths.many[n % paths.many.length] ?? ''));
      }
      if (round === 0) continue;
      read.few.push(percentile(times.few, 0.99));
      read.many.push(percentile(times.many, 0.99));
      all.few.push(...times.few);
      all.many.push(...times.many);
    }
    say(
      `events: ${what}: ${read.many.map((ms) => ms.toFixed(1)).join(' ')} ms, few ${read.few.map((ms) => ms.toFixed(1)).join(' ')} ms`,
    );
    const note = `median ${median(all.many).toFixed(1)} ms, with few ${median(all.few).toFixed(1)} ms`;
    readings.set(what, { ...read, note });
  };
  for (const { what, list, page } of cases) {
    await compare(what, async (side) => {
      const path = list(side);
      return [`${path}&limit=${PAGE}${await side.ask.cursorOf(path, page)}`];
    });
  }
  await compare('an event by its id', async ({ client }) =>
    (await someIds(client, requests)).map((id) => `/events/${id}`),
  );

  const said = await figures({ many: many.ask, few: few.ask }, { rounds: bench.rounds, few: rows / FEW_IN });

  for (const { ask, api, client } of [few, many]) {
    ask.close();
    await Promise.all([api.stop(), client.end()]);
  }
  const yardstick = `with ${rows / FEW_IN} events`;
  return [
    measurement(`loading ${rows} events and their deliveries`, 's', [many.seconds]),
    ...[...readings].map(([what, { many: readings, few, note }]) =>
      measurement(`${what}, p99`, 'ms', readings, {
        yardstick: { name: yardstick, readings: few },
        budget: BUDGET,
        note,
      }),
    ),
    ...said,
  ];
}

/** @typedef {Awaited<ReturnType<typeof prepare>>} Prepared */

/** @param {Bench} bench @param {string} name @param {number} rows */
async function prepare(bench, name, rows) {
  const env = await preparePlatform(bench, name);
  const client = await bench.servers.connect(name);
  const began = performance.now();
  const triggers = await step(`making ${rows} events`, () => load(client, rows));
  const seconds = (performance.now() - began) / 1000;
  const api = await startProcess(bench, 'api', env);
  return { triggers, seconds, client, api, ask: asker(api.url) };
}

/** What nearly all share has its page 1,000 also among the few; what is rare has its first page. @param {number} few */
function casesOf(few) {
  const last = Math.min(LAST_PAGE, Math.floor(few / 100));
  /** @type {Record<string, (side: Prepared) => string>} */
  const common = {
    'no filter': () => '',
    'a trigger': ({ triggers }) => `&trigger_id=${triggers.busyTrigger}`,
    'a source': () => '&source=api',
    'a status': () => '&status=delivered',
    'a label': () => '&label=team:payments',
  };
  /** @type {typeof common} */
  const rare = {
    'a rare trigger': ({ triggers }) => `&trigger_id=${triggers.quietTrigger}`,
    'a rare source': () => '&source=test',
    'a rare status': () => '&status=dead',
    'a rare label': () => '&label=incident:42',
  };
  const places = { 'active events': '/events?archived=false', 'archived events': '/events?archived=true' };
  return Object.entries(places).flatMap(([place, path]) => [
    ...Object.entries(common).flatMap(([filter, query]) =>
      [1, last].map((page) => ({
        what: `${place} by ${filter}, page ${page}`,
        list: (/** @type {Prepared} */ side) => path + query(side),
        page,
      })),
    ),
    ...Object.entries(rare).map(([filter, query]) => ({
      what: `${place} by ${filter}, page 1`,
      list: (/** @type {Prepared} */ side) => path + query(side),
      page: 1,
    })),
  ]);
}
