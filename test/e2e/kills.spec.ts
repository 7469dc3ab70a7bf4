import { beforeEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver, type Endpoint } from '../support/receiver.js';
import type { Trigger } from '../support/contract.js';
import { useStack } from '../support/stack.js';
import { expectNothingLostNorDoubled } from '../support/truth.js';
import { fireVolley } from '../support/volley.js';

const TOTAL = 400;
const CLIENTS = 20;

describeOnEachQueue('When processes die', (queue) => {
  // A worker that is gone is noticed when the lease of its deliveries ends; nobody wants to wait a minute for that.
  const stack = useStack({ queue, workers: 0, env: { DELIVERY_LEASE: '3s' } });
  const receiver = useReceiver();
  let endpoint: Endpoint;
  let trigger: Trigger;

  beforeEach(async () => {
    await stack.killWorkers();
    endpoint = receiver.endpoint();
    trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Unlucky',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url, timeout: '1s' }],
      }),
    );
  });

  const settled = (accepted: string[]) =>
    expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);

  it('firing goes on without a worker, and everything is delivered once one is back', async () => {
    const worker = await stack.startWorker();
    const [first] = await fireVolley(stack.api, trigger.id, { total: 1, clients: 1 });
    await eventually(() => expect(endpoint.deliveries).toHaveLength(1));
    await worker.kill();

    const accepted = await fireVolley(stack.api, trigger.id, { total: 100, clients: 5 });
    expect(accepted).toHaveLength(100);
    for (const id of accepted) expect(await stack.api.event(id)).toMatchObject({ status: 'pending' });
    expect(endpoint.requests).toHaveLength(1);

    await stack.startWorker();
    await eventually(async () => expect((await stack.api.event(accepted[99]!)).status).toBe('delivered'));
    await eventually(() => expect(endpoint.requests.length).toBeGreaterThanOrEqual(101));
    expect(new Set(endpoint.deliveries.map(({ id }) => id))).toEqual(new Set([first, ...accepted]));
  });

  it('a worker killed under load loses nothing and repeats only with the same webhook-id', async () => {
    const doomed = await stack.startWorker();
    await stack.startWorker();
    let killed: Promise<void> | undefined;

    const accepted = await fireVolley(stack.api, trigger.id, {
      total: TOTAL,
      clients: CLIENTS,
      onAccepted: (count) => {
        if (count === TOTAL / 2) killed = doomed.kill();
      },
    });

    await killed;
    expect(accepted).toHaveLength(TOTAL);
    await settled(accepted);
  });

  it('a worker killed in the middle of a delivery is stood in for by another, with the same webhook-id', async () => {
    endpoint.answer('hang', 204);
    const doomed = await stack.startWorker();
    const [id] = await fireVolley(stack.api, trigger.id, { total: 1, clients: 1 });
    await eventually(() => expect(endpoint.requests).toHaveLength(1));
    await doomed.kill();

    await stack.startWorker();
    await settled([id!]);
    expect(endpoint.deliveries.map((delivery) => delivery.id)).toEqual([id, id]);
  });

  it('an api killed under load has kept everything that it answered with 202', async () => {
    await stack.startWorker();
    let killed: Promise<void> | undefined;

    const accepted = await fireVolley(stack.api, trigger.id, {
      total: TOTAL,
      clients: CLIENTS,
      onAccepted: (count) => {
        if (count === TOTAL / 4) killed = stack.apiProcess.kill();
      },
    });

    await killed;
    expect(accepted.length).toBeGreaterThanOrEqual(TOTAL / 4);
    expect(accepted.length, 'it died in the middle').toBeLessThan(TOTAL);
    await stack.startApi();
    await settled(accepted);
  });

  it('SIGTERM under load ends api and worker with 0, and nothing is lost', async () => {
    const worker = await stack.startWorker();
    let stopped: Promise<unknown[]> | undefined;

    const accepted = await fireVolley(stack.api, trigger.id, {
      total: TOTAL,
      clients: CLIENTS,
      onAccepted: (count) => {
        if (count === TOTAL / 4) stopped = Promise.all([stack.apiProcess.stop(), worker.stop()]);
      },
    });

    expect(await stopped).toEqual([0, 0]);
    expect(accepted.length, 'it stopped in the middle').toBeLessThan(TOTAL);
    await Promise.all([stack.startApi(), stack.startWorker()]);
    await settled(accepted);
  });
});
