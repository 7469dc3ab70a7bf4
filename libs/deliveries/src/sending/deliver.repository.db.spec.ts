import { describe, expect, it } from 'vitest';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { DestinationDefinition } from '../destinations/destination-definition.js';
import type { DeliveryRef } from '../recording/firing.js';
import type { Attempt } from './attempt.js';
import type { Outcome } from './deliver.repository.js';

const ATTEMPT: Attempt = {
  number: 1,
  started_at: '2026-03-01T10:00:00.000Z',
  duration_ms: 12,
  status_code: 500,
  error: null,
  response_head: 'no "quotes" lost 😀',
};

interface Row extends Record<string, unknown> {
  queued_until: Date | null;
  next_attempt_at: Date | null;
  finished_at: Date | null;
  now: Date;
}

describe('A delivery that was handed over', () => {
  const on = usePlatform();

  async function handedOver(rest: Partial<DestinationDefinition> = {}) {
    const { enabled = true, ...others } = rest;
    const destination = await on.newDestination(others);
    const event = await on.record({ payload: { n: 1 }, source: 'api', destination_ids: [destination.id] });
    await on.sql('UPDATE destinations SET enabled = $2 WHERE id = $1', [destination.id, enabled]);
    return { destination, event, ref: event.deliveries[0]! };
  }

  async function rowOf({ id }: DeliveryRef): Promise<Row> {
    const [row] = await on.sql<Row>('SELECT *, now() FROM deliveries WHERE id = $1', [id]);
    return row!;
  }

  const outcome = (ref: DeliveryRef, rest: Partial<Outcome>): Outcome => ({
    ref,
    status: 'delivered',
    attempt: ATTEMPT,
    delayMs: null,
    ...rest,
  });

  describe('before it is tried', () => {
    it('comes with everything that a try needs', async () => {
      const { destination, event, ref } = await handedOver({
        method: 'PUT',
        timeout: '5s',
        headers: { 'x-k': 'v' },
      });
      const [checked] = await on.deliver.check([ref]);

      expect(checked).toMatchObject({
        ref,
        state: 'open',
        delivery: {
          message_id: event.id,
          attempt_count: 0,
          payload: { n: 1 },
          source: 'api',
          trigger_id: null,
          destination_id: destination.id,
          url: destination.url,
          method: 'PUT',
          headers_sealed: destination.headers_sealed,
          secret_sealed: destination.secret_sealed,
          previous_secret_sealed: null,
          retry: destination.retry,
          timeoutMs: 5000,
        },
      });
    });

    it.each([
      ['has been handed over again', 'dispatch = dispatch + 1'],
      ['has ended', `status = 'delivered'`],
      ['was cancelled', `status = 'cancelled'`],
      ['waits for its next try', `status = 'waiting'`],
    ])('is left alone when it %s', async (_, change) => {
      const { ref } = await handedOver();
      const { ref: other } = await handedOver();
      await on.sql(`UPDATE deliveries SET ${change} WHERE id = $1`, [ref.id]);

      expect((await on.deliver.check([ref, other])).map((checked) => checked.ref)).toEqual([other]);
    });

    it('is told apart by what its destination allows', async () => {
      const open = await handedOver();
      const off = await handedOver({ enabled: false });
      const gone = await handedOver();
      const expired = await handedOver();
      await on.destinations.delete(PROJECT, gone.destination.id);
      await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [expired.event.id]);

      const checked = await on.deliver.check([open, off, gone, expired].map(({ ref }) => ref));
      expect(new Map(checked.map(({ ref, state }) => [ref.id, state]))).toEqual(
        new Map([
          [open.ref.id, 'open'],
          [off.ref.id, 'destination-off'],
          [gone.ref.id, 'destination-gone'],
          [expired.ref.id, 'expired'],
        ]),
      );
    });

    it.each([
      ['is still valid', `now() + interval '1 minute'`, true],
      ['has run out', `now() - interval '1 second'`, false],
    ])('has the former secret while that %s', async (_, until, valid) => {
      const { destination, ref } = await handedOver();
      await on.sql(
        `UPDATE destinations SET previous_secret_sealed = 'sealed', previous_secret_until = ${until} WHERE id = $1`,
        [destination.id],
      );
      const [checked] = await on.deliver.check([ref]);

      expect(checked).toMatchObject({ delivery: { previous_secret_sealed: valid ? 'sealed' : null } });
    });

    it('keeps its lease when that is long enough for the try', async () => {
      const { ref } = await handedOver({ timeout: '10s' });
      const { queued_until } = await rowOf(ref);
      await on.deliver.check([ref]);

      expect((await rowOf(ref)).queued_until).toEqual(queued_until);
    });

    it.each(['60s', '1m', '1000ms', '0.5m'])(
      'gets a longer lease when it could end during a try of %s',
      async (timeout) => {
        const { ref } = await handedOver({ timeout });
        await on.sql(`UPDATE deliveries SET queued_until = now() + interval '1 second' WHERE id = $1`, [
          ref.id,
        ]);
        const began = performance.now();
        const [checked] = await on.deliver.check([ref]);
        const { queued_until, now } = await rowOf(ref);
        const left = queued_until!.getTime() - now.getTime();

        if (checked?.state !== 'open') throw new Error('it is not open');
        const { timeoutMs, startBefore } = checked.delivery;
        expect(left).toBeGreaterThan(timeoutMs + on.config.delivery.leaseMs - 5000);
        // a try that begins in time ends before the lease does
        expect(startBefore + timeoutMs).toBeLessThan(began + left + 1000);
        expect(startBefore).toBeGreaterThan(performance.now());
      },
    );

    it('of an archived event is a replay, and is found there', async () => {
      const { ref, event } = await handedOver();
      await on.deliver.record([outcome(ref, {})]);
      await on.log.change(PROJECT, event.id, { archived: true });
      on.handedOver.length = 0;
      await on.log.replay(PROJECT, event.id, []);
      const { ref: active } = await handedOver();

      const [replay] = on.handedOver;
      expect(replay!.bucket).toBeGreaterThan(0);
      const checked = await on.deliver.check([replay!, active]);
      expect(checked.map(({ ref }) => ref.id).toSorted()).toEqual([replay!.id, active.id].toSorted());
      expect(await on.deliver.record([outcome(replay!, {}), outcome(active, {})])).toEqual(
        new Set([replay!.id, active.id]),
      );
    });
  });

  describe('after it was tried', () => {
    it.each(['delivered', 'dead'] as const)('has ended when it is %s', async (status) => {
      const { ref } = await handedOver();
      expect(await on.deliver.record([outcome(ref, { status })])).toEqual(new Set([ref.id]));
      const row = await rowOf(ref);

      expect(row).toMatchObject({ status, attempt_count: 1, queued_until: null, next_attempt_at: null });
      expect(row['attempts']).toEqual([ATTEMPT]);
      expect(row.now.getTime() - row.finished_at!.getTime()).toBeLessThan(5000);
    });

    it('waits for its time when it is to be tried again', async () => {
      const { ref } = await handedOver();
      await on.deliver.record([outcome(ref, { status: 'waiting', delayMs: 90_000 })]);
      const row = await rowOf(ref);

      expect(row).toMatchObject({
        status: 'waiting',
        attempt_count: 1,
        queued_until: null,
        finished_at: null,
      });
      expect(row.next_attempt_at!.getTime() - row.now.getTime()).toBeGreaterThan(85_000);
      expect(row.next_attempt_at!.getTime() - row.now.getTime()).toBeLessThanOrEqual(90_000);
    });

    it('waits without a time when its destination is off', async () => {
      const { ref } = await handedOver({ enabled: false });
      await on.deliver.park([ref]);

      expect(await rowOf(ref)).toMatchObject({
        status: 'waiting',
        attempt_count: 0,
        attempts: [],
        queued_until: null,
        next_attempt_at: null,
        finished_at: null,
      });
    });

    it('waits for nothing when its destination was turned on meanwhile', async () => {
      const { ref } = await handedOver();
      await on.deliver.park([ref]);

      expect(await on.handOver.claimDue(10)).toEqual([{ ...ref, dispatch: 2 }]);
    });

    it('is not made to wait when it has been handed over again', async () => {
      const { ref } = await handedOver({ enabled: false });
      await on.deliver.park([{ ...ref, dispatch: 0 }]);

      expect(await rowOf(ref)).toMatchObject({ status: 'queued' });
    });

    it('gathers its attempts in order', async () => {
      const { ref } = await handedOver();
      await on.deliver.record([outcome(ref, { status: 'waiting', delayMs: 0 })]);
      const [again] = await on.handOver.claimDue(10);
      await on.deliver.record([outcome(again!, { attempt: { ...ATTEMPT, number: 2, status_code: 200 } })]);

      expect(await rowOf(ref)).toMatchObject({
        status: 'delivered',
        attempt_count: 2,
        attempts: [{ number: 1 }, { number: 2, status_code: 200 }],
      });
    });

    it.each([
      ['has been handed over again', 'dispatch = dispatch + 1'],
      ['was cancelled meanwhile', `status = 'cancelled'`],
    ])('is left as it is when it %s, and the others are written', async (_, change) => {
      const { ref } = await handedOver();
      const { ref: other } = await handedOver();
      await on.sql(`UPDATE deliveries SET ${change} WHERE id = $1`, [ref.id]);
      const before = await rowOf(ref);

      expect(await on.deliver.record([outcome(ref, {}), outcome(other, {})])).toEqual(new Set([other.id]));
      expect(await rowOf(ref)).toMatchObject({ ...before, now: expect.any(Date) as Date });
    });

    it('is written once, however often it is said', async () => {
      const { ref } = await handedOver();
      await on.deliver.record([outcome(ref, {})]);

      expect(await on.deliver.record([outcome(ref, { status: 'dead' })])).toEqual(new Set());
      expect(await rowOf(ref)).toMatchObject({ status: 'delivered', attempt_count: 1 });
    });
  });
});
