// @ts-check
import { consoleTables } from './console.mjs';
import { events } from './events.mjs';
import { ingest } from './ingest.mjs';
import { lanes } from './lanes.mjs';
import { retention } from './retention.mjs';
import { schedule } from './schedule.mjs';

/**
 * @typedef {object} Bench
 * @property {string} root
 * @property {import('../../scripts/lifetime.mjs').Lifetime} life
 * @property {import('../servers.mjs').Servers} servers
 * @property {boolean} quick
 * @property {number} rounds of what is measured in turns
 * @property {number} [rows] events in the table, where that is the question
 */
/** @typedef {(bench: Bench) => Promise<import('../measurement.mjs').Measurement[]>} Suite */

/** In the order in which they run. @type {Record<string, Suite>} */
export const suites = { ingest, lanes, retention, schedule, events, console: consoleTables };
