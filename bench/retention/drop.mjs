// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say, Trouble } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { percentile } from '../statistics.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { deleteRows, fillExpiredSlice } from './slices.mjs';

const READER_MS = 2000;
const WARM_UP_MS = 3000;
const REST_MS = 5000;
/** Slices of class 3 that lie back so far are not made by the platform any more. */
const FIRST_AGO = 100;

/**
 * The end of a slice of expired events with a delivery each: as the platform drops it, and as one DELETE of such rows. Then
 * another one, while somebody reads for 2 s and others write at a steady rate.
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

  /** Milliseconds until its storage is free. */
  const dropDue = async () => {
    const began = performance.now();
    const answer = await fetch(`${api.url}/retention/run`, { method: 'POST' });
    const took = performance.now() - began;
    const done = await answer.json();
    if (done.deleted !== events) throw new Trouble(`The run deleted otherwise: ${JSON.stringify(done)}`);
    return took;
  };
  const whileSomebodyReads = async () => {
    await reader.query('BEGIN; SELECT FROM events LIMIT 1; SELECT FROM deliveries LIMIT 1');
    const read = sleep(READER_MS).then(() => reader.query('COMMIT'));
    await Promise.all([dropDue(), read]);
  };
  /** The 99th percentiles in ms of the writers: while something is done, and at rest before and after it. */
  const writersBeside = async (/** @type {() => Promise<void>} */ work) => {
    const seconds = (WARM_UP_MS + REST_MS * 2 + READER_MS * 2) / 1000;
    /** @type {Promise<{ samples: [number, number][] }>} */
    const writing = runChild(
      '../retention/writers',
      { url: env.DATABASE_URL, perSecond, seconds },
      bench.life,
    );
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

  /** @type {Record<'drop' | 'rows' | 'vacuumed' | 'during' | 'rest', number[]>} */
  const readings = { drop: [], rows: [], vacuumed: [], during: [], rest: [] };
  for (let round = 1; round <= bench.rounds; round++) {
    const { deleted, vacuumed } = await deleteRows(client, await fill());
    readings.rows.push(deleted);
    readings.vacuumed.push(deleted + vacuumed);
    await fill();
    readings.drop.push(await dropDue());
    await fill();
    const { rest, during } = await writersBeside(whileSomebodyReads);
    readings.rest.push(rest);
    readings.during.push(during);
    say(
      `retention: ${events} dropped in ${readings.drop.at(-1)?.toFixed()} ms, deleted in ${deleted.toFixed()} ms, ` +
        `vacuumed in ${vacuumed.toFixed()} ms more`,
    );
    say(`retention: writers' p99 ${during.toFixed(1)} ms meanwhile, ${rest.toFixed(1)} ms at rest`);
  }
  await Promise.all([api.stop(), client.end(), reader.end()]);
  const perSecondOf = (/** @type {number[]} */ times) => times.map((ms) => events / (ms / 1000));
  const dropped = perSecondOf(readings.drop);
  const rows = { name: 'one DELETE of such rows', readings: perSecondOf(readings.rows) };
  const freed = { name: 'DELETE and VACUUM', readings: perSecondOf(readings.vacuumed) };
  const what = `deleting ${events} expired events and their deliveries`;
  return [
    measurement(what, 'events/s', dropped, { yardstick: rows, budget: { atLeast: 20 } }),
    measurement(`${what}, until their space is free`, 'events/s', dropped, { yardstick: freed }),
    measurement('writers during a drop beside a reader of 2 s, p99', 'ms', readings.during, {
      yardstick: { name: 'at rest', readings: readings.rest },
      budget: { atMost: 1.2 },
    }),
  ];
}
