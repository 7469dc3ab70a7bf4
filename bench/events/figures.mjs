// @ts-check
import { say } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { median, percentile } from '../statistics.mjs';

/** @typedef {ReturnType<typeof import('./pages.mjs').asker>} Asker */

const LIMIT_MS = 1000;
const REQUESTS = 30;
const POLICY = { archive_after: '1h', delete_after: '24h' };

/** What is said of all events at once, from counters, catalogs and samples. */
const FIGURES = [
  { what: 'GET /stats', path: '/stats' },
  { what: 'GET /retention/stats', path: '/retention/stats' },
  { what: 'POST /retention/simulate', path: '/retention/simulate', body: POLICY },
];

/**
 * How long the figures take to be told, 30 times each, with many events and with few.
 * @param {{ many: Asker, few: Asker }} askers @param {{ rounds: number, few: number }} scale `few`: number of events
 */
export async function figures({ many, few }, { rounds, few: fewEvents }) {
  const measurements = [];
  for (const { what, path, body } of FIGURES) {
    /** @type {number[][]} */
    const ofMany = [];
    /** @type {number[][]} */
    const ofFew = [];
    for (let round = 0; round < rounds; round++) {
      const times = { many: /** @type {number[]} */ ([]), few: /** @type {number[]} */ ([]) };
      for (let n = 0; n < REQUESTS; n++) {
        times.few.push(await few.time(path, body));
        times.many.push(await many.time(path, body));
      }
      ofMany.push(times.many);
      ofFew.push(times.few);
    }
    const p99 = (/** @type {number[][]} */ all) => all.map((times) => percentile(times, 0.99));
    say(
      `events: ${what}: ${p99(ofMany)
        .map((ms) => ms.toFixed())
        .join(' ')} ms`,
    );
    const note = `median ${median(ofMany.flat()).toFixed(1)} ms; with ${fewEvents} events ${median(ofFew.flat()).toFixed(1)} ms`;
    measurements.push(measurement(`${what}, p99`, 'ms', p99(ofMany), { budget: { atMost: LIMIT_MS }, note }));
  }
  return measurements;
}
