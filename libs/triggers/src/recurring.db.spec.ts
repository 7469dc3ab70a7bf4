import { beforeEach, describe, expect, it } from 'vitest';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { Occurrences } from './occurrences.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { Trigger } from './trigger.entity.js';

const MINUTE = 60_000;

describe('A recurring trigger', () => {
  const on = usePlatform();
  beforeEach(async () => {
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM deliveries');
    await on.sql('DELETE FROM events');
  });

  const every = (interval: string, rest: Partial<TriggerDefinition> = {}) =>
    on.newTrigger({ trigger_type: 'scheduled', every: interval, misfire_grace: '10s', ...rest });
  const state = (id: string) =>
    on.row<Pick<Trigger, 'next_occurrence_at' | 'next_fire_at' | 'run_count' | 'anchor_at'>>('triggers', id);
  /** As if everything of the trigger had happened that much earlier; nobody has to wait for it. */
  const age = (id: string, ms: number) =>
    on.sql(
      `UPDATE triggers SET anchor_at = anchor_at - $2 * interval '1 ms', start_at = start_at - $2 * interval '1 ms',
              next_occurrence_at = next_occurrence_at - $2 * interval '1 ms',
              next_fire_at = next_fire_at - $2 * interval '1 ms' WHERE id = $1`,
      [id, ms],
    );
  const ledger = async (id: string, limit = 200) => (await on.get(Occurrences).list(PROJECT, id, limit)).data;
  const outcomes = async (id: string) => (await ledger(id)).map(({ outcome }) => outcome);

  it('fires its occurrence and goes on to the next, without drift', async () => {
    const { id } = await every('1m');
    await age(id, MINUTE + 2000); // two seconds late, within its grace
    const due = (await state(id)).next_occurrence_at!;

    expect(await on.due.runOnce(10)).toEqual({ settled: 1, fired: 1, skipped: 0, isFull: false });
    const after = await state(id);
    expect(after.next_occurrence_at).toEqual(new Date(due.getTime() + MINUTE));
    expect(after).toMatchObject({ next_fire_at: after.next_occurrence_at, run_count: '1' });
    expect(await on.due.runOnce(10)).toMatchObject({ settled: 0 });
    const [fired, ...others] = await ledger(id);
    expect(others).toEqual([]);
    expect(fired).toMatchObject({
      scheduled_for: due,
      outcome: 'fired',
      reason: null,
      event_id: expect.any(String),
    });
  });

  it.each([
    ['fire_once', { fired: 1, skipped: 9 }, ['fired', ...Array<string>(9).fill('collapsed')]],
    ['fire_all', { fired: 10, skipped: 0 }, Array<string>(10).fill('fired')],
    ['skip', { fired: 0, skipped: 10 }, Array<string>(10).fill('missed')],
  ] as const)(
    'that missed ten occurrences follows its misfire policy: %s',
    async (misfire_policy, counts, ends) => {
      const { id } = await every('1m', { misfire_policy });
      await age(id, 10 * MINUTE + 30_000); // none of the ten is within the grace

      expect(await on.due.runOnce(10)).toMatchObject({ settled: 1, ...counts });
      expect(await outcomes(id)).toEqual(ends);
      expect((await state(id)).next_occurrence_at!.getTime()).toBeGreaterThan(Date.now());
      const times = (await ledger(id)).map(({ scheduled_for }) => scheduled_for.getTime());
      times.slice(1).forEach((time, n) => expect(times[n]! - time).toBe(MINUTE));
    },
  );

  it('that missed more than one transaction may write is left for the next, and said to be', async () => {
    for (let n = 0; n < 3; n++)
      await age((await every('1m', { misfire_policy: 'fire_all' })).id, 900 * MINUTE + 30_000);

    expect(await on.due.runOnce(10)).toMatchObject({ settled: 2, isFull: true });
    expect(await on.due.runOnce(10)).toMatchObject({ settled: 1, isFull: false });
    expect(await on.due.runOnce(1)).toMatchObject({ settled: 0, isFull: false });
  });

  it('that missed a year of seconds is settled at once, and makes a thousand events at most', async () => {
    const { id } = await every('1s', { misfire_policy: 'fire_all' });
    await age(id, 365 * 86_400_000);

    const { fired, skipped } = await on.due.runOnce(10);
    expect(fired).toBeGreaterThanOrEqual(1000);
    expect(fired).toBeLessThan(1020); // with those of the last seconds, which are on time
    expect(skipped).toBeGreaterThan(31_000_000);
    expect(await on.count('SELECT count(*) FROM skipped_occurrences')).toBe(1);
    expect(await ledger(id, 5)).toHaveLength(5);
  });

  it('fires no more often than it may, and not from its end on', async () => {
    const limited = await every('1m', { max_runs: 2, misfire_policy: 'fire_all' });
    const ended = await every('1m', { misfire_policy: 'fire_all' });
    for (const { id } of [limited, ended]) await age(id, 5 * MINUTE + 30_000);
    await on.sql(`UPDATE triggers SET end_at = next_occurrence_at + interval '2 minutes' WHERE id = $1`, [
      ended.id,
    ]);

    await on.due.runOnce(10);
    expect(await outcomes(limited.id)).toEqual(['fired', 'fired']);
    expect(await outcomes(ended.id)).toEqual(['fired', 'fired']);
    for (const { id } of [limited, ended])
      expect(await state(id)).toMatchObject({ next_occurrence_at: null, next_fire_at: null });
  });

  it('does not fire over an event under way when it must not overlap, and says so', async () => {
    const { id } = await every('1m', { overlap: 'skip', destinations: [{ url: 'http://127.0.0.1:9/' }] });
    await age(id, MINUTE + 1000);
    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1 });
    await age(id, MINUTE);
    expect(await on.due.runOnce(10)).toMatchObject({ fired: 0, skipped: 1 });
    await on.sql(`UPDATE deliveries SET status = 'delivered', queued_until = NULL`);
    await age(id, MINUTE);
    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 0 });

    const ends = await ledger(id);
    expect(ends).toContainEqual(
      expect.objectContaining({ outcome: 'skipped_overlap', reason: expect.stringContaining('under way') }),
    );
    expect(ends.filter(({ outcome }) => outcome === 'fired')).toHaveLength(2);
  });

  it('does not make up for what passed while it was paused, and notes it', async () => {
    const { id } = await every('1m', { misfire_policy: 'fire_all' });
    await on.triggers.set(PROJECT, id, { enabled: false });
    await age(id, 3 * MINUTE + 30_000);
    expect(await on.due.runOnce(10)).toMatchObject({ settled: 0 });
    await on.triggers.set(PROJECT, id, { enabled: true });

    expect(await on.due.runOnce(10)).toMatchObject({ settled: 0 });
    expect(await outcomes(id)).toEqual(Array(3).fill('skipped_paused'));
    expect((await state(id)).next_occurrence_at!.getTime()).toBeGreaterThan(Date.now());
  });

  it('is settled by its old schedule before it gets another, which counts from then', async () => {
    const { id } = await every('1m', { misfire_policy: 'fire_all' });
    await age(id, 2 * MINUTE + 1000);
    await on.triggers.change(PROJECT, id, (present) => ({ ...present, every: '1h' }));

    expect(await outcomes(id)).toEqual(['fired', 'fired']);
    const { anchor_at, next_occurrence_at } = await state(id);
    expect(next_occurrence_at).toEqual(new Date(anchor_at!.getTime() + 60 * MINUTE));
    expect(Math.abs(anchor_at!.getTime() - Date.now())).toBeLessThan(MINUTE);
  });

  it('goes on as it was when it is changed in other respects', async () => {
    const { id } = await every('1m');
    const before = await state(id);
    await on.triggers.change(PROJECT, id, (present) => ({ ...present, name: 'Another', every: '1m' }));

    expect(await state(id)).toMatchObject({
      anchor_at: before.anchor_at,
      next_occurrence_at: before.next_occurrence_at,
    });
  });

  it('keeps every occurrence, once each, while it is edited, paused and resumed beside four loops', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => every('1s', { misfire_policy: 'fire_all' })),
    );
    for (const { id } of made) await age(id, 60_000);
    const edit = async ({ id }: Trigger, n: number) => {
      await on.triggers.change(PROJECT, id, (present) => ({ ...present, name: `n${n}` }));
      await on.triggers.set(PROJECT, id, { enabled: false });
      await on.triggers.set(PROJECT, id, { enabled: true });
    };
    await Promise.all([...made.map(edit), ...Array.from({ length: 4 }, () => on.due.runOnce(3))]);
    while ((await on.due.runOnce(100)).settled > 0);

    for (const { id } of made) {
      const times = (await ledger(id)).map(({ scheduled_for }) => scheduled_for.getTime());
      expect(times.length).toBeGreaterThanOrEqual(60);
      times.slice(1).forEach((time, n) => expect(times[n]! - time, 'a gap or a repeat').toBe(1000));
      expect((await state(id)).next_occurrence_at).not.toBeNull();
    }
  });

  /** Four loops that claim a few at a time, until `work` is done and then until nothing is due. */
  async function besideLoops(work: Promise<unknown>): Promise<void> {
    const under = { way: true };
    const loop = async () => {
      while (under.way) await on.due.runOnce(3);
    };
    await Promise.all([work.finally(() => (under.way = false)), ...Array.from({ length: 4 }, loop)]);
    while ((await on.due.runOnce(100)).settled > 0);
  }
  const eventTimes = async (id: string) =>
    (
      await on.sql<{ at: Date }>('SELECT scheduled_for AS at FROM events WHERE trigger_id = $1 ORDER BY 1', [
        id,
      ])
    ).map(({ at }) => at.getTime());

  it('loses and repeats nothing when it gets another schedule beside four loops', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, () => every('1s', { misfire_policy: 'fire_all' })),
    );
    for (const { id } of made) await age(id, 60_000);
    const first = new Map<string, number>();
    for (const { id } of made) first.set(id, (await state(id)).next_occurrence_at!.getTime());
    await besideLoops(
      Promise.all(
        made.map(({ id }) => on.triggers.change(PROJECT, id, (present) => ({ ...present, every: '2s' }))),
      ),
    );

    for (const { id } of made) {
      const { anchor_at, next_occurrence_at } = await state(id);
      const [anchor, next] = [anchor_at!.getTime(), next_occurrence_at!.getTime()];
      const expected: number[] = [];
      for (let at = first.get(id)!; at <= anchor; at += 1000) expected.push(at);
      for (let at = anchor + 2000; at < next; at += 2000) expected.push(at);
      expect(await eventTimes(id)).toEqual(expected);
    }
  });

  it('fires nothing from its deletion on, and nothing twice before it, beside four loops', async () => {
    const made = await Promise.all(
      Array.from({ length: 40 }, () => every('1s', { misfire_policy: 'fire_all' })),
    );
    for (const { id } of made) await age(id, 30_000);
    const atDeletion = new Map<string, number[]>();
    const deleteEach = async (some: Trigger[]) => {
      for (const { id } of some) {
        await on.triggers.delete(PROJECT, id);
        atDeletion.set(id, await eventTimes(id));
      }
    };
    await besideLoops(Promise.all([deleteEach(made.slice(0, 20)), deleteEach(made.slice(20))]));

    for (const { id } of made) {
      const times = await eventTimes(id);
      expect(times).toEqual(atDeletion.get(id));
      times.slice(1).forEach((time, n) => expect(time - times[n]!, 'a gap or a repeat').toBe(1000));
    }
    const lengths = [...atDeletion.values()].map(({ length }) => length);
    expect(Math.max(...lengths), 'some fired before they were deleted').toBeGreaterThan(0);
  });

  it('that is due now is not held up by others that catch up', async () => {
    const late = await Promise.all(Array.from({ length: 12 }, () => every('1h')));
    for (const { id } of late) await age(id, 3_600_000 + MINUTE);
    const live = await every('1m');
    await age(live.id, MINUTE + 2000);

    await on.due.runOnce(4);
    expect(await outcomes(live.id)).toEqual(['fired']);
  });

  it('is told page by page, the spans taken apart', async () => {
    const { id } = await every('1m', { misfire_policy: 'fire_once' });
    await age(id, 500 * MINUTE + 30_000);
    await on.due.runOnce(10);
    const all: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await on.get(Occurrences).list(PROJECT, id, 120, cursor);
      all.push(...page.data.map(({ scheduled_for }) => scheduled_for.getTime()));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);

    expect(all).toHaveLength(500);
    all.slice(1).forEach((time, n) => expect(all[n]! - time).toBe(MINUTE));
    await expect(on.get(Occurrences).list(PROJECT, id, 10, 'x')).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });
});
