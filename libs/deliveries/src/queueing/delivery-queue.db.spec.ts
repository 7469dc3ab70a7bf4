import { randomBytes } from 'node:crypto';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { TestDatabase } from '../../../../test/support/database.js';
import { eventually } from '../../../../test/support/eventually.js';
import { describeOnEachQueue } from '../../../../test/support/queue-backends.js';
import { DELIVERIES_QUEUE, LANES_JOB, type DeliverJob } from './deliveries.jobs.js';
import { DeliveryQueue } from './delivery-queue.js';

const TELLERS = 6;

describeOnEachQueue('The word that something waits in a lane', (backend) => {
  let clone: TestDatabase | undefined;
  let queue: Queue<DeliverJob>;
  let added: number;
  let taken: number;
  let worker: Worker | undefined;
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const inRedis = () => ({ connection: { url: inject('redisUrl')! }, prefix });
  const inDatabase = ({ url }: TestDatabase) => {
    return { connection: { connectionString: url, schema: 'bullmq' }, prefix };
  };

  beforeEach(async () => {
    [added, taken] = [0, 0];
    if (backend === 'postgres') clone = await TestDatabase.clone();
    queue = clone
      ? (new Queue(DELIVERIES_QUEUE, inDatabase(clone), createPostgresBackend) as never)
      : new Queue(DELIVERIES_QUEUE, inRedis());
    const add = queue.add.bind(queue);
    queue.add = async (...job) => {
      const made = await add(...job);
      added++;
      return made;
    };
  });
  afterEach(async () => {
    await worker?.close();
    await queue.obliterate({ force: true });
    await queue.close();
    await clone?.close();
    clone = worker = undefined;
  });

  /** As many processes as that, each of which has filled a lane. */
  async function tell(count: number) {
    const before = added;
    for (let n = 0; n < count; n++) new DeliveryQueue(queue).tellOfLanes();
    await eventually(() => expect(added).toBe(before + count));
  }
  function work(process: () => Promise<void>) {
    const processor = async ({ name }: { name: string }) => {
      expect(name).toBe(LANES_JOB);
      await process();
      taken++;
    };
    worker = clone
      ? (new Worker(DELIVERIES_QUEUE, processor, inDatabase(clone), createPostgresBackend) as never)
      : new Worker(DELIVERIES_QUEUE, processor, inRedis());
  }

  it('is one job, however often it is given while no worker takes it', async () => {
    await tell(TELLERS);
    expect(await queue.getWaitingCount()).toBe(1);
  });

  it('can be given again when it was taken, and is heard once more when it is given meanwhile', async () => {
    await tell(1);
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    work(() => ended);
    await eventually(async () => expect(await queue.getActiveCount()).toBe(1));
    await tell(TELLERS);
    expect(await queue.getWaitingCount()).toBe(0);

    end();
    await eventually(async () => {
      expect(taken).toBe(2);
      expect(await queue.getJobCountByTypes('waiting', 'active', 'completed', 'failed')).toBe(0);
    });
    await tell(1);
    await eventually(() => expect(taken).toBe(3));
  });
});
