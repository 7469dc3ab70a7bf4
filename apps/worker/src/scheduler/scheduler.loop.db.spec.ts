import { setImmediate as soon } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notifications } from '@app/database';
import { DueSoon } from '@app/triggers';
import { eventually } from '../../../../test/support/eventually.js';
import { usePlatform } from '../../../../test/support/platform.js';
import { SchedulerLoop } from './scheduler.loop.js';

/** A trigger is due so soon after it is saved. */
const SOON_MS = 300;
/** Who looks once a second, and has just looked, is later than this. */
const WOKEN_MS = 250;
/** A look each second, and what a busy machine takes on top. */
const POLLED_MS = 2000;

describe('The scheduler loop', () => {
  const on = usePlatform();
  let loop: SchedulerLoop;

  beforeEach(async () => {
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM events');
    loop = new SchedulerLoop(on.due, on.get(DueSoon));
  });
  afterEach(async () => {
    await loop.beforeApplicationShutdown();
    vi.restoreAllMocks();
  });

  const newTriggers = (count: number, due: string) =>
    on.sql(
      `INSERT INTO triggers (id, project_id, name, trigger_type, schedule_time, next_occurrence_at, next_fire_at)
       SELECT gen_random_uuid(), (SELECT id FROM projects LIMIT 1), 'Many', 'time-based', at, at, at
         FROM generate_series(1, $1::int), (SELECT now() + $2::interval AS at) AS due`,
      [count, due],
    );

  it('fires what is due, several batches of it, each once', async () => {
    await newTriggers(3300, '-1 second');
    loop.onApplicationBootstrap();

    await eventually(async () => expect(await on.count('SELECT count(*) FROM events')).toBe(3300));
    expect(await on.count('SELECT count(DISTINCT trigger_id) FROM events')).toBe(3300);
    expect(await on.due.nextDueIn()).toBeNull();
  });

  it('only looks when something is due next while nothing is', async () => {
    await newTriggers(3, '1 hour');
    const looked = vi.spyOn(on.due, 'nextDueIn');
    const claimed = vi.spyOn(on.due, 'runOnce');
    loop.onApplicationBootstrap();

    await eventually(() => expect(looked.mock.calls.length).toBeGreaterThanOrEqual(2));
    expect(claimed).not.toHaveBeenCalled();
  });

  /** Saved just after the loop has looked and found nothing: by how many ms it fires late. */
  async function lagOfOneDueSoon(): Promise<number> {
    const looked = vi.spyOn(on.due, 'nextDueIn');
    await eventually(() => expect(looked).toHaveResolved());
    looked.mockRestore();
    const { id } = await on.newTrigger({
      trigger_type: 'scheduled',
      schedule_time: new Date(Date.now() + SOON_MS).toISOString(),
    });
    return eventually(async () => {
      const sql = `SELECT (extract(epoch FROM fired_at - scheduled_for) * 1000)::float8 AS lag FROM events WHERE trigger_id = $1`;
      const [event] = await on.sql<{ lag: number }>(sql, [id]);
      return event!.lag;
    });
  }

  it('is woken when a trigger is saved that is due before it would look', async () => {
    loop.onApplicationBootstrap();
    const lags: number[] = [];
    for (let n = 0; n < 3; n++) lags.push(await lagOfOneDueSoon());
    expect(Math.min(...lags), lags.join()).toBeLessThan(WOKEN_MS);
  });

  it('fires it a second later at the most when it hears nothing', async () => {
    const unheard = new Notifications(on.config, on.database); // it is never started, so it does not listen
    loop = new SchedulerLoop(on.due, new DueSoon(unheard));
    loop.onApplicationBootstrap();
    expect(await lagOfOneDueSoon()).toBeLessThan(POLLED_MS);
  });

  it('works in lanes at once, and ends a turn in which one failed only when the other has ended', async () => {
    await newTriggers(2600, '-1 second');
    const runOnce = on.due.runOnce.bind(on.due);
    let underWay = 0;
    let mostUnderWay = 0;
    let calls = 0;
    let otherMayEnd = (): void => {};
    const held = new Promise<void>((resolve) => (otherMayEnd = resolve));
    vi.spyOn(on.due, 'runOnce').mockImplementation(async (limit) => {
      const call = ++calls;
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      try {
        // one lane fails while the other is still at it
        if (call === 2) await Promise.reject(new Error('the database went away'));
        if (call === 3) await held;
        return await runOnce(limit);
      } finally {
        underWay--;
      }
    });
    loop.onApplicationBootstrap();
    await eventually(() => expect(calls).toBeGreaterThanOrEqual(3));

    let isStopped = false;
    const stopped = loop.beforeApplicationShutdown().then(() => (isStopped = true));
    await soon(); // a turn that had ended would have ended the loop by now
    expect([isStopped, underWay, mostUnderWay]).toEqual([false, 1, 2]);
    otherMayEnd();
    await stopped;
    expect(underWay).toBe(0);

    loop = new SchedulerLoop(on.due, on.get(DueSoon));
    loop.onApplicationBootstrap();
    await eventually(async () => expect(await on.count('SELECT count(*) FROM events')).toBe(2600));
  });
});
