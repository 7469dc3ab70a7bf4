import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Json, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { fireVolley } from '../support/volley.js';

interface Figures {
  delivered: number;
  dead: number;
  failed_attempts: number;
  duration_ms: { p50: number | null; p95: number | null };
}
interface Stats {
  step: string;
  from: string;
  until: string;
  counted_at: string;
  series: (Figures & { at: string; fired: number })[];
  totals: Figures & { fired: number };
  queue: { handed_over: number; retrying: number; at_least: boolean };
  workers: { name: string; roles: string[] }[];
  next_firings: { name: string }[];
  destinations_in_trouble: { id: string; dead_last_hour: number }[];
}

const TOTAL = 100;
/** With two tries each, too few for the circuit of a destination to open. */
const LOST = 8;
const NOBODY = '01980000-0000-7000-8000-000000000000';

describe('Stats', () => {
  const stack = useStack({ workers: 2, env: { DELIVERY_LEASE: '3s' } });
  const receiver = useReceiver();
  const stats = async (window: string) =>
    expecting(200, await stack.api.get<Stats>(`/stats?window=${window}`));

  it('count everything once, though every worker is killed on the way and none is there for a while', async () => {
    const good = receiver.endpoint();
    const bad = receiver.endpoint(500);
    const retry = { max_attempts: 2, min_delay: '50ms' };
    const lossy = await stack.api.createTrigger({
      name: 'Lossy',
      trigger_type: 'api',
      destinations: [{ url: bad.url, retry }],
    });
    const trigger = await stack.api.createTrigger({
      name: 'Counted',
      trigger_type: 'api',
      destinations: [{ url: good.url }],
    });
    await fireVolley(stack.api, lossy.id, { total: LOST, clients: 2 });
    let killed: Promise<void> | undefined;
    await fireVolley(stack.api, trigger.id, {
      total: TOTAL,
      clients: 10,
      onAccepted: (count) => {
        if (count === TOTAL / 2) killed = stack.killWorkers();
      },
    });
    await killed;
    await Promise.all([stack.startWorker(), stack.startWorker()]);
    const ended = `SELECT count(*) FROM deliveries WHERE status IN ('delivered', 'dead')`;
    await eventually(async () => expect(await stack.database.count(ended)).toBe(TOTAL + LOST), {
      within: 60_000,
    });

    const tries = await stack.database.count('SELECT sum(attempt_count) FROM deliveries');
    const truth = { delivered: TOTAL, dead: LOST, failed_attempts: tries - TOTAL };
    const { totals } = await eventually(async () => {
      const now = await stats('7d');
      expect(now.totals).toMatchObject({ fired: TOTAL + LOST, ...truth });
      return now;
    });
    expect(totals.duration_ms.p95).toBeGreaterThanOrEqual(totals.duration_ms.p50!);

    const [goodId, badId] = [trigger, lossy].map(({ destinations }) => destinations[0]!.id);
    const ofGood = expecting(200, await stack.api.get<Stats>(`/destinations/${goodId}/stats?window=7d`));
    expect(ofGood.totals).toMatchObject({ delivered: TOTAL, dead: 0, failed_attempts: 0 });
    const { destinations_in_trouble } = await stats('1h');
    expect(destinations_in_trouble).toMatchObject([{ id: badId, dead_last_hour: LOST }]);
  });

  it('say what waits, who works and what fires next', async () => {
    await stack.api.createTrigger({ name: 'Soon', trigger_type: 'time-based', delay: '1h' });
    // who was killed is there until it has not been heard of for a while
    const { workers, next_firings, counted_at } = await eventually(
      async () => {
        const found = await stats('1h');
        expect(found.workers.map(({ roles }) => roles.toSorted())).toEqual(
          Array.from({ length: stack.workers.length }, () => ['delivery', 'maintenance', 'scheduler']),
        );
        expect(found.queue).toMatchObject({ handed_over: 0, retrying: 0, at_least: false });
        return found;
      },
      { within: 40_000 },
    );

    expect(next_firings.map(({ name }) => name)).toEqual(['Soon']);
    expect(Date.now() - Date.parse(counted_at)).toBeLessThan(60_000);
    await stack.workers[0]!.stop();
    expect((await stats('1h')).workers).toHaveLength(workers.length - 1);
  });

  it.each([
    ['5m', '10s', 30],
    ['1h', '1m', 60],
    ['24h', '10m', 144],
    ['7d', '1h', 168],
  ])('of %s come in steps of %s, %d of them', async (window, step, steps) => {
    const { series, from, until, ...rest } = await stats(window);

    expect([rest.step, series.length, series[0]!.at]).toEqual([step, steps, from]);
    expect(Date.parse(until)).toBeGreaterThan(Date.now() - 1000);
  });

  it('are of a window and a destination that there are', async () => {
    const wrong = await stack.api.get<Problem>('/stats?window=2h');
    expect([wrong.status, wrong.body.errors?.[0]?.pointer]).toEqual([422, '/window']);
    const unknown = await stack.api.get<Problem>('/stats?step=1m');
    expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([422, '/step']);
    const missing = await stack.api.get<Problem>(`/destinations/${NOBODY}/stats?window=2h`);
    expect([missing.status, missing.body.code]).toEqual([404, 'destination.not_found']);
  });

  it('of retention say what there is, and what a policy would do to it', async () => {
    expect(expecting(200, await stack.api.get<Json>('/retention/stats'))).toMatchObject({
      active: { events: TOTAL + LOST, estimated: false },
      archived: { events: 0 },
      oldest_archived: null,
    });
    const policy = { archive_after: '1h', delete_after: '30d' };
    const foretold = expecting(200, await stack.api.post<Json>('/retention/simulate', policy));
    expect(foretold).toMatchObject({ events: TOTAL + LOST, archive_now: 0, delete_now: 0 });
    expect(expecting(200, await stack.api.get<Json>('/retention'))).toMatchObject({ inherited: true });
  });

  it.each([
    ['nothing', undefined, ['/archive_after', '/delete_after']],
    ['an end before the archive', { archive_after: '2h', delete_after: '1h' }, ['/delete_after']],
    ['what is no duration', { archive_after: 'soon', delete_after: '1h' }, ['/archive_after']],
    ['an unknown field', { archive_after: '1h', delete_after: '1h', days: 3 }, ['/days']],
    [
      'a trigger that there is not',
      { archive_after: '1h', delete_after: '1h', trigger_id: NOBODY },
      ['/trigger_id'],
    ],
    ['what is no id', { archive_after: '1h', delete_after: '1h', trigger_id: 'x' }, ['/trigger_id']],
  ])('cannot be foretold of %s', async (_, body, pointers) => {
    const { status, body: problem } = await stack.api.post<Problem>('/retention/simulate', body);

    expect(status).toBe(422);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
