// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { percentile } from '../statistics.mjs';
import { until } from '../until.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { run } from './run.mjs';
import { deleteRows, fillExpiredSlice, stateOf } from './slices.mjs';

const READER_MS = 2000;
const WARM_UP_MS = 3000;
const REST_MS = 5000;
/** Slices of class 3 that lie back so far are not made by the platform any more. */
const FIRST_AGO = 100;

/** How a drop is watched, in ms: each look is a short query. */
const LOOK = { every: 1, limit: 60_000 };

/**
 * The end of a slice of expired events with a delivery each: as the platform drops it, and as one DELETE of such rows. Like is
 * set against like: from when the slice is taken until its rows are gone for good against the DELETE, from the call until their
 * space is free against DELETE and VACUUM. Then another one, while somebody reads for 2 s and others write at a steady rate.
 * @param {import('../suites/table.mjs').Bench} bench
 */
export async function drop(bench) {
  const events = bench.quick ? 20_000 : 1_000_000;
  const perSecond = bench.quick ? 100 : 300;
  const env = await preparePlatform(bench, 'retention_drop');
  const api = await startProcess(bench, 'api', env);
  const client = await bench.servers.connect('retention_drop');
  const reader = await bench.servers.connect('retention_drop');
  let ago = FIRST_AGO;
  const fill = () => fillExpiredSlice(client, { ago: ago++, events });

  /** Milliseconds from the call until it is begun, until others see that it is committed, and until its files are gone as well. */
  const dropDue = async (/** @type {import('./slices.mjs').Slice} */ slice) => {
    const began = performance.now();
    const since = () => performance.now() - began;
    const seen = (/** @type {(state: string) => boolean} */ isMeant) =>
      until('a drop', LOOK, async () => isMeant(await stateOf(client, slice))).then(since);
    const watched = async () => {
      const begun = await seen((state) => state !== 'due');
      return { begun, committed: await seen((state) => state === 'gone') };
    };
    const [times, freed] = await Promise.all([watched(), run(api.url, 'deleted', events).then(since)]);
    return { ...times, freed };
  };
  const whileSomebodyReads = async (/** @type {import('./slices.mjs').Slice} */ slice) => {
    await reader.query('BEGIN; SELECT FROM events LIMIT 1; SELECT FROM deliveries LIMIT 1');
    const read = sleep(READER_MS).then(() => reader.query('COMMIT'));
    await Promise.all([dropDue(slice), read]);
  };
  /** The 99th percentiles in ms of the writers: while something is done, and at rest before and after it. */
  const writersBeside = async (/** @type {() => Promise<void>} */ work) => {
    const seconds = (WARM_UP_MS + REST_MS * 2 + READER_MS * 2) / 1000;
    /** @type {Promise<{ samples: [number, number][] }>} */
    const writing = runChild('../retention/writers', { env, perSecond, seconds }, bench.life);
    await sleep(WARM_UP_MS);
    const settled = Date.now();
    await sleep(REST_MS);
    const began = Date.now();
    await work();
    const ended = Date.now();
    const { samples } = await writing;
    const p99 = (/** @type {(at: number) => boolean} */ isMeant) =>
      percentile(
        samples.filter(([at]) => at >= settled && isMeant(at)).map(([, ms]) => ms),
        0.99,
      );
    const isMeanwhile = (/** @type {number} */ at) => at >= began && at < ended;
    return { during: p99(isMeanwhile), rest: p99((at) => !isMeanwhile(at)) };
  };

  /** @type {Record<'dropped' | 'committed' | 'freed' | 'rows' | 'vacuumed' | 'during' | 'rest', number[]>} */
  const readings = { dropped: [], committed: [], freed: [], rows: [], vacuumed: [], during: [], rest: [] };
  await run(api.url, 'deleted', 0); // as a process that has been running for some time
  for (let round = 1; round <= bench.rounds; round++) {
    const { deleted, vacuumed } = await deleteRows(client, await fill());
    readings.rows.push(deleted);
    readings.vacuumed.push(deleted + vacuumed);
    const { begun, committed, freed } = await dropDue(await fill());
    readings.dropped.push(committed - begun);
    readings.committed.push(committed);
    readings.freed.push(freed);
    const slice = await fill();
    const { rest, during } = await writersBeside(() => whileSomebodyReads(slice));
    readings.rest.push(rest);
    readings.during.push(during);
    say(
      `retention: ${events} dropped in ${(committed - begun).toFixed()} ms, ${committed.toFixed()} ms from the call on, ` +
        `their files in ${freed.toFixed()} ms; ` +
        `deleted in ${deleted.toFixed()} ms, vacuumed in ${vacuumed.toFixed()} ms more`,
    );
    say(`retention: writers' p99 ${during.toFixed(1)} ms meanwhile, ${rest.toFixed(1)} ms at rest`);
  }
  await Promise.all([api.stop(), client.end(), reader.end()]);
  const perSecondOf = (/** @type {number[]} */ times) => times.map((ms) => events / (ms / 1000));
  const rows = { name: 'one DELETE of such rows', readings: perSecondOf(readings.rows) };
  const vacuumed = { name: 'DELETE and VACUUM', readings: perSecondOf(readings.vacuumed) };
  const budget = { atLeast: 20 };
  const what = `deleting ${events} expired events and their deliveries`;
  return [
    measurement(what, 'events/s', perSecondOf(readings.dropped), { yardstick: rows, budget }),
    measurement(`${what}, from the call of the api on`, 'events/s', perSecondOf(readings.committed), {
      yardstick: rows,
    }),
    measurement(`${what}, until their space is free`, 'events/s', perSecondOf(readings.freed), {
      yardstick: vacuumed,
      budget,
    }),
    measurement('writers during a drop beside a reader of 2 s, p99', 'ms', readings.during, {
      yardstick: { name: 'at rest', readings: readings.rest },
      budget: { atMost: 1.2 },
    }),
  ];
}
