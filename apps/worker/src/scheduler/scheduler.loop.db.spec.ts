import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DueSoon } from '@app/triggers';
import { eventually } from '../../../../test/support/eventually.js';
import { usePlatform } from '../../../../test/support/platform.js';
import { SchedulerLoop } from './scheduler.loop.js';

/** A loop rests for a second after a failure. */
const LONGER_THAN_A_REST_MS = 1300;

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

  it('goes on after one of its lanes failed, once the other has ended', async () => {
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
        // one lane fails while the other is still at it, for longer than a loop would rest
        if (call === 2) await Promise.reject(new Error('the database went away'));
        if (call === 3) await held;
        return await runOnce(limit);
      } finally {
        underWay--;
      }
    });
    const underWayAtLooks: number[] = [];
    vi.spyOn(on.due, 'nextDueIn').mockImplementation(async () => {
      underWayAtLooks.push(underWay);
      return 0;
    });
    loop.onApplicationBootstrap();
    await eventually(() => expect(calls).toBeGreaterThanOrEqual(3));
    setTimeout(otherMayEnd, LONGER_THAN_A_REST_MS);

    await eventually(async () => expect(await on.count('SELECT count(*) FROM events')).toBe(2600));
    expect(mostUnderWay, 'lanes work at once').toBe(2);
    expect(new Set(underWayAtLooks), 'a turn begins after the one before it').toEqual(new Set([0]));
  });
});
