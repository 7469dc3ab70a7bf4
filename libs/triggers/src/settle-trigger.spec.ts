import { describe, expect, it } from 'vitest';
import type { DueTrigger } from './due-triggers.repository.js';
import { settleTrigger } from './settle-trigger.js';

const START = Date.parse('2026-03-01T10:00:00Z');
const minute = (n: number) => new Date(START + n * 60_000);

/** Of every minute from 10:00, the first occurrence at 10:01. */
function due(rest: Partial<DueTrigger> & { now: Date }): DueTrigger {
  return {
    id: '01980000-0000-7000-8000-000000000001',
    project_id: '01980000-0000-7000-8000-000000000002',
    schedule_time: null,
    cron: null,
    timezone: 'UTC',
    every: '1m',
    anchor_at: minute(0),
    start_at: null,
    end_at: null,
    max_runs: null,
    run_count: '0',
    jitter: null,
    overlap: 'allow',
    misfire_policy: 'fire_all',
    misfire_grace: '10s',
    destination_ids: ['01980000-0000-7000-8000-000000000003'],
    busy: false,
    next_occurrence_at: minute(1),
    next_fire_at: minute(1),
    ...rest,
  } as DueTrigger;
}

const skippedOf = (trigger: DueTrigger) =>
  settleTrigger(trigger).skipped.map(({ outcome, first_at, last_at, count }) => [
    outcome,
    first_at,
    last_at,
    count,
  ]);

describe('A due trigger', () => {
  it('fires what is due, and then the next', () => {
    expect(settleTrigger(due({ now: minute(3) }))).toMatchObject({
      fire: [minute(1), minute(2), minute(3)],
      skipped: [],
      next: { next_occurrence_at: minute(4), next_fire_at: minute(4) },
    });
  });

  it('that must not overlap fires the first of several, since that is under way then', () => {
    const trigger = due({ now: minute(3), overlap: 'skip' });

    expect(settleTrigger(trigger)).toMatchObject({
      fire: [minute(1)],
      next: { next_occurrence_at: minute(4) },
    });
    expect(skippedOf(trigger)).toEqual([
      ['skipped_overlap', minute(2), minute(2), 1],
      ['skipped_overlap', minute(3), minute(3), 1],
    ]);
  });

  it('without a destination is never under way, so nothing of it overlaps', () => {
    const trigger = due({ now: minute(2), overlap: 'skip', destination_ids: [] });

    expect(settleTrigger(trigger).fire).toEqual([minute(1), minute(2)]);
  });

  it('that is busy uses up no run by what it skips, and goes on', () => {
    const trigger = due({ now: minute(5), overlap: 'skip', busy: true, max_runs: '2' });

    expect(settleTrigger(trigger)).toMatchObject({ fire: [], next: { next_occurrence_at: minute(3) } });
    expect(skippedOf(trigger)).toHaveLength(2);
  });

  it('tells in one span what it lets go', () => {
    const trigger = due({ now: new Date(minute(9).getTime() + 30_000), misfire_policy: 'skip' });

    expect(skippedOf(trigger)).toEqual([['missed', minute(1), minute(9), 9]]);
    expect(settleTrigger(trigger).skipped[0]).toMatchObject({
      reason: expect.stringContaining('misfire_grace') as string,
      schedule: { kind: 'every', everyMs: 60_000, anchor: minute(0) },
    });
  });
});
