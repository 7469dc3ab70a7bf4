import { describe, expect, it } from 'vitest';
import type { DeliveryRef } from '../recording/firing.js';
import { deliverJobs, refsOf } from './deliveries.jobs.js';

const refs = (count: number): DeliveryRef[] =>
  Array.from({ length: count }, (_, n) => ({
    bucket: n % 8,
    event_id: `event-${n}`,
    id: `id-${n}`,
    dispatch: n + 1,
  }));

describe('Deliver jobs', () => {
  it.each([
    [0, []],
    [1, [1]],
    [20, [20]],
    [21, [20, 1]],
    [60, [20, 20, 20]],
    [61, [20, 20, 20, 1]],
  ])('carry %d deliveries in chunks of %j', (count, sizes) => {
    expect(deliverJobs(refs(count)).map(({ data }) => data.deliveries.length)).toEqual(sizes);
  });

  it('carry every delivery once, in order, through JSON and back', () => {
    const jobs = JSON.parse(JSON.stringify(deliverJobs(refs(45)))) as ReturnType<typeof deliverJobs>;

    expect(jobs.flatMap(({ data }) => refsOf(data))).toEqual(refs(45));
  });

  it('keep apart, through JSON and back, what the dispatcher has granted', () => {
    const mixed = refs(45).map((ref, n): DeliveryRef => (n % 3 === 0 ? { ...ref, granted: true } : ref));
    const jobs = JSON.parse(JSON.stringify(deliverJobs(mixed))) as ReturnType<typeof deliverJobs>;

    const [granted, others] = [mixed.filter((ref) => ref.granted), mixed.filter((ref) => !ref.granted)];
    expect(jobs.map(({ data }) => data.deliveries.length)).toEqual([20, 10, 15]);
    expect(jobs.flatMap(({ data }) => refsOf(data))).toEqual([...others, ...granted]);
  });

  it('are named by the hand-over of their first delivery, so that the next hand-over is another job', () => {
    const [first] = refs(1);

    expect(deliverJobs([first!])[0]!.opts.jobId).toBe('id-0-1');
    expect(deliverJobs([{ ...first!, dispatch: 2 }])[0]!.opts.jobId).toBe('id-0-2');
    expect(new Set(deliverJobs(refs(61)).map(({ opts }) => opts.jobId)).size).toBe(4);
  });

  it('are tried once and leave nothing behind', () => {
    for (const { name, opts } of deliverJobs(refs(21))) {
      expect(name).toBe('deliver');
      expect(opts).toMatchObject({ attempts: 1, removeOnComplete: true, removeOnFail: true });
    }
  });
});
