import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../api/types';
import { standingOf } from './standing';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const trigger = (rest: Partial<Trigger>) =>
  ({
    trigger_type: 'scheduled',
    enabled: true,
    archived: false,
    cron: '*/5 * * * *',
    every: null,
    schedule_time: null,
    start_at: null,
    end_at: null,
    max_runs: null,
    run_count: 0,
    misfire_policy: 'skip',
    next_fire_at: null,
    ...rest,
  }) as Trigger;
const once = { cron: null, schedule_time: '2026-11-25T09:00:00Z' };

describe('why a trigger does not fire, or that it does', () => {
  it.each<[why: string, Partial<Trigger>, tone: string, words: RegExp]>([
    ['never scheduled', { cron: null }, 'still', /no schedule/],
    ['paused', { enabled: false }, 'still', /is paused: nothing.*once it is resumed/],
    ['archived', { archived: true }, 'still', /is archived: nothing.*once it is unarchived/],
    ['both', { archived: true, enabled: false }, 'still', /archived and paused.*unarchived and resumed/],
    [
      'paused, once',
      { ...once, enabled: false },
      'still',
      /does not fire until it is resumed.*misfire policy/,
    ],
    ['all runs made', { max_runs: 3, run_count: 3 }, 'still', /all of the 3 times that max_runs/],
    ['the end has come', { end_at: '2026-11-25T09:00:00Z' }, 'still', /ended at 25 Nov 2026, 09:00:00 UTC/],
    ['the end comes first', { end_at: '2026-11-25T10:01:00Z' }, 'still', /before it ends at .*10:01:00/],
    ['once, done', { ...once, run_count: 1 }, 'still', /once, and has/],
    ['once, let go', once, 'still', /passed without a firing.*\(skip\)/],
    ['once, never to be', { ...once, trigger_type: 'api' }, 'still', /only in the future/],
    ['no worker', { next_fire_at: '2026-11-25T09:59:50Z' }, 'bad', /at .*09:59:50.*no worker of the role/],
    ['due just now', { next_fire_at: '2026-11-25T09:59:59Z' }, 'ok', /is on/],
    ['on', { next_fire_at: '2026-11-25T10:05:00Z' }, 'ok', /is on and fires next at .*10:05:00 UTC/],
    [
      'not yet',
      { start_at: '2026-11-26T10:00:00Z', next_fire_at: '2026-11-26T10:05:00Z' },
      'ok',
      /begins at 26 Nov.*fires next/,
    ],
  ])('%s', (_, rest, tone, words) => {
    const standing = standingOf(trigger(rest), NOW, 'UTC');
    expect(standing.tone).toBe(tone);
    expect(standing.text).toMatch(words);
  });
});
