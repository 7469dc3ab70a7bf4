import { randomBytes } from 'node:crypto';
import { Worker, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { expecting } from '../support/api-client.js';
import type { Destination, Json } from '../support/contract.js';
import { deliverTo } from '../support/deliver.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

const QUICK = { min_delay: '50ms', max_delay: '50ms', factor: 1, jitter: 0, max_attempts: 2 };

describe.skipIf(inject('redisUrl') === null)('A queue of the user’s own', () => {
  // the platform's own queue is on PostgreSQL, so what arrives in Redis is the destination's
  const stack = useStack({
    env: { DELIVERY_PLATFORM_REDIS: 'true', REDIS_URL: inject('redisUrl') ?? '' },
  });
  const prefix = `users-${randomBytes(6).toString('hex')}`;
  const redisUrl = inject('redisUrl')!;
  const jobs: Job[] = [];
  let worker: Worker;

  beforeAll(() => {
    // as a user writes it
    worker = new Worker('orders', async (job) => void jobs.push(job), {
      connection: { url: redisUrl },
      prefix,
    });
  });
  afterAll(async () => {
    await worker.close();
    const redis = new Redis(redisUrl);
    for await (const keys of redis.scanStream({ match: `${prefix}:*` }) as AsyncIterable<string[]>)
      if (keys.length > 0) await redis.unlink(keys);
    await redis.quit();
  });

  const make = async (fields: Json = {}) =>
    expecting(
      201,
      await stack.api.post<Destination & Json>('/destinations', {
        kind: 'bullmq',
        queue: 'orders',
        prefix,
        redis_url: redisUrl,
        retry: QUICK,
        ...fields,
      }),
    );

  const deliver = (destination: string, payload?: Json) => deliverTo(stack.api, destination, payload);

  const jobOf = (id: string) =>
    eventually(() => {
      const job = jobs.find((one) => one.id === id);
      expect(job).toBeDefined();
      return job!;
    });

  it('gets each event as a job, named by its message', async () => {
    const destination = await make();
    expect(destination).toMatchObject({ kind: 'bullmq', queue: 'orders', prefix, url: null, secret: null });
    const { event, delivery } = await deliver(destination.id, { order: 42 });

    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: [{ status_code: null, error: null }],
    });
    const job = await jobOf(event.id);
    expect(job.name).toBe('event');
    expect(job.data).toEqual({
      id: event.id,
      timestamp: expect.any(Number) as number,
      payload: { order: 42 },
      event: { id: event.id, source: 'manual', trigger_id: null, trigger_name: null },
      attempt: 1,
      traceparent: expect.stringMatching(/^00-/) as string,
    });
  });

  it('gets a repeat of the same message once', async () => {
    const { id } = await make();
    const { event } = await deliver(id);
    await jobOf(event.id);
    // as if a worker had died between the job and its record
    await stack.database.query(
      `UPDATE deliveries SET status = 'waiting', next_attempt_at = now(), finished_at = NULL WHERE event_id = $1`,
      [event.id],
    );
    await eventually(async () => {
      const [delivery] = (await stack.api.event(event.id)).deliveries;
      expect(delivery).toMatchObject({ status: 'delivered', attempts: [{}, {}] });
    });
    const { event: later } = await deliver(id);
    await jobOf(later.id);
    expect(jobs.filter((job) => job.id === event.id)).toHaveLength(1);
  });

  it('gets what a template makes, and of a replay another message', async () => {
    const { id } = await make({ template: '{"twice": payload.n * 2}' });
    const { event } = await deliver(id, { n: 21 });
    expect((await jobOf(event.id)).data).toMatchObject({ payload: { twice: 42 } });

    expecting(202, await stack.api.post(`/events/${event.id}/replay`));
    await eventually(() => {
      const both = jobs.filter((job) => (job.data as { event: Json }).event['id'] === event.id);
      expect(both).toHaveLength(2);
    });
  });

  it('may be on the Redis that the operator lends', async () => {
    const { id, redis_url } = await make({ redis_url: undefined });
    expect(redis_url).toBeNull();
    const { event } = await deliver(id, { lent: true });
    expect((await jobOf(event.id)).data).toMatchObject({ payload: { lent: true } });
  });

  it('is shown without the credentials of its Redis', async () => {
    const { host } = new URL(redisUrl);
    const { id } = await make({ redis_url: `redis://somebody:hidden-password@${host}/3` });
    const { body } = await stack.api.get<Json>(`/destinations/${id}`);
    expect(body['redis_url']).toBe(`redis://${host}/3`);
    const { delivery } = await deliver(id);

    expect(delivery).toMatchObject({
      status: 'dead',
      attempts: [{ error: 'Redis refused the credentials' }, {}],
    });
    const told = [body, (await stack.api.get('/audit')).body, delivery, stack.output()];
    expect(JSON.stringify(told)).not.toContain('hidden-password');
  });

  it('is tried again when nobody listens there, and then dead in words', async () => {
    const { id } = await make({ redis_url: `redis://127.0.0.1:${await freePort()}` });
    const { delivery } = await deliver(id);

    expect(delivery.status).toBe('dead');
    expect(delivery.attempts.map(({ error }) => error)).toEqual(Array(2).fill('connection refused'));
  });

  it('is dead at once when the name of its Redis resolves to an address that is not allowed', async () => {
    const { id } = await make();
    const worker = await stack.startWorker({ DELIVERY_ALLOW: '' });
    await stack.workers[0]!.stop();
    await stack.api.patch(`/destinations/${id}`, { redis_url: redisUrl.replace('127.0.0.1', 'localhost') });
    const { delivery } = await deliver(id);

    expect(delivery).toMatchObject({
      status: 'dead',
      attempts: [{ error: 'destination address is not allowed' }],
    });
    await stack.startWorker();
    await worker.stop();
  });

  it('can be tested, once it is connected and after its connection was dropped', async () => {
    const { id } = await make();
    const test = async () => expecting(200, await stack.api.post<Json>(`/destinations/${id}/test`));
    expect(await test()).toMatchObject({ delivered: true, status_code: null, error: null });

    const redis = new Redis(redisUrl);
    const clients = String(await redis.client('LIST')).split('\n');
    const ours = clients.filter((line) => line.includes('name=event-trigger-platform '));
    expect(ours).not.toEqual([]);
    for (const line of ours) await redis.client('KILL', 'ID', /\bid=(\d+)/.exec(line)![1]!);
    await redis.quit();
    await eventually(async () => expect(await test()).toMatchObject({ delivered: true }));
  });
});
