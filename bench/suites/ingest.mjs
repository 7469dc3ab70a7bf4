// @ts-check
import { say } from '../../scripts/say.mjs';
import { ADMIN_PASSWORD, prepareTrigger } from '../ingest/trigger.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { startSilence } from '../silence.mjs';
import { runChild } from '../yardsticks/child.mjs';

const CONNECTIONS = 64;

/**
 * Durable firing over HTTP: an API key, a payload schema, an event and a delivery committed before the 202. No worker runs.
 * @param {import('./table.mjs').Bench} bench
 */
export async function ingest(bench) {
  const seconds = bench.quick ? 2 : 15;
  const env = {
    ...(await preparePlatform(bench, 'ingest')),
    AUTH: 'on',
    ADMIN_PASSWORD,
    RATE_LIMIT_KEY: '0',
  };
  const on = await startProcess(bench, 'api', env);
  const silence = await startSilence();
  const off = await startProcess(bench, 'api', { ...env, REDIS_URL: silence.redisUrl, LOG_LEVEL: 'error' });
  const { triggerId, key } = await prepareTrigger(on.url);
  const client = await bench.servers.connect('ingest');

  /** @type {Record<'on' | 'off' | 'inserts', number[]>} */
  const rates = { on: [], off: [], inserts: [] };
  /** @param {keyof typeof rates} which @param {string} child @param {object} options */
  const measure = async (which, child, options) => {
    await client.query('TRUNCATE events_active, deliveries_active, event_labels_active');
    await client.query('CHECKPOINT');
    /** @type {{ perSecond: number, refused?: number }} */
    const { perSecond, refused = 0 } = await runChild(
      child,
      { connections: CONNECTIONS, seconds, ...options },
      bench.life,
    );
    await bench.servers.emptyRedis();
    rates[which].push(perSecond);
    say(`ingest: ${which}: ${perSecond.toFixed()}/s${refused ? `, ${refused} refused` : ''}`);
  };
  const path = `/triggers/${triggerId}/fire`;
  for (let round = 1; round <= bench.rounds; round++) {
    await measure('on', '../ingest/fire', { url: on.url, path, key });
    await measure('inserts', 'single-inserts', { url: env.DATABASE_URL, triggerId });
    await measure('off', '../ingest/fire', { url: off.url, path, key });
  }
  const peak = on.peak();
  await Promise.all([on.stop(), off.stop(), client.end()]);
  silence.stop();
  const yardstick = { name: 'one INSERT of the event per transaction', readings: rates.inserts };
  return [
    measurement('firing over HTTP', 'events/s', rates.on, { yardstick, budget: { atLeast: 0.6 } }),
    measurement('firing over HTTP, a Redis that does not answer', 'events/s', rates.off, {
      yardstick,
      budget: { atLeast: 0.8 },
    }),
    measurement('memory of an api under load', 'MiB', [peak], { budget: { atMost: 300 } }),
  ];
}
