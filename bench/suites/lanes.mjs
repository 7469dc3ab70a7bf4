// @ts-check
import { say } from '../../scripts/say.mjs';
import { caller } from '../lanes/fire.mjs';
import { startReceivers } from '../lanes/receivers.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { median, percentile } from '../statistics.mjs';
import { until } from '../until.mjs';

const PER_SECOND = 50;
/** What a hanging neighbour may cost: the larger of the two. */
const MOST = { times: 1.3, ms: 20 };

/**
 * How long deliveries of one destination take from the call to the receiver, without and with another destination that
 * hangs and for which thousands wait. One worker with 50 places.
 * @param {import('./table.mjs').Bench} bench
 */
export async function lanes(bench) {
  const scale = bench.quick ? { queued: 500, count: 100 } : { queued: 10_000, count: 1000 };
  const env = { ...(await preparePlatform(bench, 'lanes')), DELIVERY_CONCURRENCY: '50' };
  const api = await startProcess(bench, 'api', env);
  const worker = await startProcess(bench, 'worker', env);
  const client = await bench.servers.connect('lanes');
  const receivers = await startReceivers();
  const call = caller(api.url);
  const prompt = await call.makeTrigger('prompt', { url: receivers.promptUrl });
  let from = 0;

  /** The 99th percentile in ms. */
  const measure = async () => {
    const sent = await call.steadily(prompt, { from, count: scale.count, perSecond: PER_SECOND });
    from += scale.count;
    const all = () => [...sent.keys()].every((n) => receivers.arrivals.has(n));
    await until('deliveries', { every: 100, limit: 60_000 }, async () => all());
    return percentile(
      [...sent].map(([n, at]) => Number(receivers.arrivals.get(n)) - at),
      0.99,
    );
  };
  /** A hanging destination of its own, so that no circuit of the round before is in the way. */
  const hang = async () => {
    const hanging = await call.makeTrigger('hanging', { url: receivers.hangingUrl, timeout: '30s' });
    await call.flood(hanging, scale.queued);
    return async () => {
      await fetch(`${api.url}/triggers/${hanging}`, { method: 'DELETE' });
      await client.query(`DELETE FROM deliveries WHERE status IN ('waiting', 'queued')`);
      receivers.release();
      await bench.servers.emptyRedis();
    };
  };

  /** @type {{ without: number[], with: number[] }} */
  const p99 = { without: [], with: [] };
  await measure(); // the first ones warm up
  for (let round = 1; round <= bench.rounds; round++) {
    p99.without.push(await measure());
    const unhang = await hang();
    p99.with.push(await measure());
    say(`lanes: p99 ${p99.without.at(-1)} ms without, ${p99.with.at(-1)} ms with ${scale.queued} hanging`);
    await unhang();
  }
  await call.stop();
  receivers.stop();
  await Promise.all([worker.stop(), api.stop(), client.end()]);
  const atMost = Math.max(MOST.times, 1 + MOST.ms / median(p99.without));
  return [
    measurement(`delivery beside a hanging destination, ${scale.queued} queued, p99`, 'ms', p99.with, {
      yardstick: { name: 'without it', readings: p99.without },
      budget: { atMost: Number(atMost.toFixed(2)) },
      note: `the budget is ${MOST.times}×, or ${MOST.ms} ms more where that is larger`,
    }),
  ];
}
