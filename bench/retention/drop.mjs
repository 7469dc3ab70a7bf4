// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say, Trouble } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { percentile } from '../statistics.mjs';
import { until } from '../until.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { areFilesGone, deleteRows, expire, fillSlice, stateOf } from './slices.mjs';

const READER_MS = 2000;
const WARM_UP_MS = 3000;
/** Before the drop: what a checkpoint has just been through is written as whole pages, at first more than later. */
const REST_MS = 60_000;
/** The worker looks each minute, and is given another to be done in. */
const WRITERS_MS = 340_000;
/** Slices of class 3 that lie back so far are not made by the platform any more. */
const FIRST_AGO = 100;

/** How a drop is watched, in ms: each look is a short query. */
const CLOSELY = { every: 1, limit: 90_000 };
const ROUGHLY = { every: 50, limit: 300_000 };

/**
 * The end of a slice of expired events with a delivery each: as a worker drops it, from when it takes it until its rows are gone for
 * good, against one DELETE of such rows. Then another one, while somebody reads for 2 s and others write at a steady rate, until its
 * files are gone as well.
 * @param {import('../suites/table.mjs').Bench} bench
 */
export async function drop(bench) {
  const events = bench.quick ? 20_000 : 1_000_000;
  const perSecond = bench.quick ? 100 : 300;
  const env = await preparePlatform(bench, 'retention_drop');
  const worker = await startProcess(bench, 'worker', { ...env, WORKER_ROLES: 'maintenance' });
  const client = await bench.servers.connect('retention_drop');
  const reader = await bench.servers.connect('retention_drop');
  let ago = FIRST_AGO;
  const fill = () => fillSlice(client, { ago: ago++, events });

  /** Expires it. When it is taken, when others see that it is gone, and when its files are, by `performance.now()`. */
  const dropped = async (
    /** @type {import('./slices.mjs').Slice} */ slice,
    /** @type {typeof CLOSELY} */ look,
  ) => {
    const when = (/** @type {() => Promise<boolean>} */ isSo) =>
      until('a drop', look, isSo).then(() => performance.now());
    await expire(client, slice);
    const taken = await when(async () => (await stateOf(client, slice)) !== 'due');
    const gone = await when(async () => (await stateOf(client, slice)) === 'gone');
    const freed = await until('the files', ROUGHLY, () => areFilesGone(client)).then(() => performance.now());
    return { taken, gone, freed };
  };
  const whileSomebodyReads = async (/** @type {import('./slices.mjs').Slice} */ slice) => {
    await reader.query('BEGIN; SELECT FROM events LIMIT 1; SELECT FROM deliveries LIMIT 1');
    const taken = until('a drop', ROUGHLY, async () => (await stateOf(reader, slice)) !== 'due');
    const read = taken.then(() => sleep(READER_MS)).then(() => reader.query('COMMIT'));
    const [times] = await Promise.all([dropped(slice, ROUGHLY), read]);
    return times;
  };
  /** How many ms the writers' commits took: while a slice is dropped, and at rest before and after it. */
  const writersBeside = async (/** @type {import('./slices.mjs').Slice} */ slice) => {
    const ends = performance.now() + WRITERS_MS;
    /** @type {Promise<{ samples: [number, number][] }>} */
    const writing = runChild(
      '../retention/writers',
      { env, perSecond, seconds: WRITERS_MS / 1000 },
      bench.life,
    );
    await sleep(WARM_UP_MS);
    const settled = performance.timeOrigin + performance.now();
    await sleep(REST_MS);
    const { taken, freed } = await whileSomebodyReads(slice);
    if (freed > ends) throw new Trouble(`A drop took longer than ${WRITERS_MS / 1000} s.`);
    const { samples } = await writing;
    const isMeanwhile = (/** @type {[number, number]} */ [at]) =>
      at - performance.timeOrigin >= taken && at - performance.timeOrigin < freed;
    const told = samples.filter(([at]) => at >= settled);
    const during = told.filter(isMeanwhile).map(([, ms]) => ms);
    const rest = told.filter((sample) => !isMeanwhile(sample)).map(([, ms]) => ms);
    return { during, rest, seconds: (freed - taken) / 1000 };
  };

  /** @type {Record<'dropped' | 'rows' | 'vacuumed' | 'during' | 'rest' | 'worst' | 'worstAtRest' | 'seconds', number[]>} */
  const readings = {
    dropped: [],
    rows: [],
    vacuumed: [],
    during: [],
    rest: [],
    worst: [],
    worstAtRest: [],
    seconds: [],
  };
  for (let round = 1; round <= bench.rounds; round++) {
    const { deleted, vacuumed } = await deleteRows(client, await fill());
    const { taken, gone } = await dropped(await fill(), CLOSELY);
    say(`retention: ${events} dropped in ${(gone - taken).toFixed()} ms, deleted in ${deleted.toFixed()} ms`);
    const { rest, during, seconds } = await writersBeside(await fill());
    readings.rows.push(deleted);
    readings.vacuumed.push((deleted + vacuumed) / 1000);
    readings.dropped.push(gone - taken);
    readings.during.push(percentile(during, 0.99));
    readings.rest.push(percentile(rest, 0.99));
    readings.worst.push(percentile(during, 0.999));
    readings.worstAtRest.push(percentile(rest, 0.999));
    readings.seconds.push(seconds);
    say(
      `retention: writers' p99 ${readings.during.at(-1)?.toFixed(1)} ms until the files were gone after ` +
        `${seconds.toFixed()} s, ${readings.rest.at(-1)?.toFixed(1)} ms at rest`,
    );
  }
  await Promise.all([worker.stop(), client.end(), reader.end()]);
  const perSecondOf = (/** @type {number[]} */ times) => times.map((ms) => events / (ms / 1000));
  return [
    measurement(
      `deleting ${events} expired events and their deliveries`,
      'events/s',
      perSecondOf(readings.dropped),
      {
        yardstick: { name: 'one DELETE of such rows', readings: perSecondOf(readings.rows) },
        budget: { atLeast: 20 },
      },
    ),
    measurement(
      'writers during a drop beside a reader of 2 s, until the files are gone, p99',
      'ms',
      readings.during,
      {
        yardstick: { name: 'at rest', readings: readings.rest },
        budget: { atMost: 1.2 },
      },
    ),
    measurement('the same, p99.9', 'ms', readings.worst, {
      yardstick: { name: 'at rest', readings: readings.worstAtRest },
    }),
    measurement('the same drop, until the files are gone', 's', readings.seconds, {
      yardstick: { name: 'DELETE and VACUUM of such rows', readings: readings.vacuumed },
    }),
  ];
}
