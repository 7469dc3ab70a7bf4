// @ts-check
import { say, step } from '../../scripts/say.mjs';
import { framesWhileScrolling, openPlain } from '../console/frames.mjs';
import { openBrowser } from '../console/open.mjs';
import { tableOf } from '../console/table.mjs';
import { load } from '../events/load.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { seed } from '../schedule/triggers.mjs';
import { median, percentile } from '../statistics.mjs';

/** @typedef {import('./table.mjs').Bench} Bench */

const EVENTS = 1_000_000;
const TRIGGERS = 100_000;
/** So many events are read by scrolling on before they are scrolled through; of triggers all are. */
const READ_EVENTS = 20_000;

/** How the console's tables scroll and are filtered in a real browser, with many events and triggers. @param {Bench} bench */
export async function consoleTables(bench) {
  const env = await preparePlatform(bench, 'console');
  const events = bench.rows ?? (bench.quick ? 100_000 : EVENTS);
  const triggers = bench.quick ? 10_000 : TRIGGERS;
  const client = await bench.servers.connect('console');
  await step(`making ${triggers} triggers`, () => seed(client, triggers));
  await client.query('DROP SCHEMA bench CASCADE');
  await step(`making ${events} events`, () => load(client, events));
  await client.end();
  const api = await startProcess(bench, 'api', env);
  const browser = await openBrowser(bench);
  const plain = await browser.newPage();
  const plainSelector = await openPlain(plain);

  /** @param {string} path @param {string} label @param {number} wanted @param {string} filter its query @param {string} first */
  const measure = async (path, label, wanted, filter, first) => {
    const page = await browser.newPage();
    await page.goto(`${api.url}/console${path}`);
    const table = tableOf(page, label);
    await table.shown();
    const pages = await step(`reading ${wanted} ${path}`, () => table.readOn(wanted));
    const rows = await table.length();
    /** @type {number[]} */
    const all = [];
    /** @type {number[]} */
    const ours = [];
    /** @type {number[]} */
    const theirs = [];
    for (let round = 0; round < bench.rounds; round++) {
      await plain.bringToFront();
      theirs.push(percentile(await framesWhileScrolling(plain, plainSelector), 0.99));
      await page.bringToFront();
      const frames = await table.frames();
      ours.push(percentile(frames, 0.99));
      all.push(...frames);
      say(`console: ${label}: frames p99 ${ours.at(-1)?.toFixed()} ms, plain ${theirs.at(-1)?.toFixed()} ms`);
    }
    /** @type {number[]} */
    const filtered = [];
    for (let round = 0; round < bench.rounds; round++) {
      await page.goto(`${api.url}/console${path}`);
      await table.shown();
      filtered.push(await table.until(() => page.goto(`${api.url}/console${path}?${filter}`), first));
    }
    await page.close();
    return [
      measurement(`${label}: a frame while ${rows} rows are scrolled through, p99`, 'ms', ours, {
        yardstick: { name: 'a plain page of one element', readings: theirs },
        note: `median ${median(all).toFixed()} ms`,
      }),
      measurement(
        `${label}: from scrolling to the end until more rows are there, p99`,
        'ms',
        [percentile(pages, 0.99)],
        { note: `median ${median(pages).toFixed()} ms of ${pages.length}` },
      ),
      measurement(`${label}: a filtered list from its address until its rows are shown`, 'ms', filtered),
    ];
  };
  const measurements = [
    ...(await measure(
      '/events',
      'Events',
      Math.min(READ_EVENTS, events / 4),
      'label=incident:42',
      'Trigger',
    )),
    ...(await measure('/triggers', 'Triggers', triggers, 'q=Trigger+4242', 'Trigger 4242')),
  ];
  await browser.close();
  await api.stop();
  return measurements;
}
