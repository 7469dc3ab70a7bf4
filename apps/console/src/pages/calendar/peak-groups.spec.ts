import { expect, it } from 'vitest';
import type { Peak } from '../../api/types';
import { peakGroups } from './peak-groups';

const peak = (at: string, firings: number, cron: string): Peak =>
  ({ at, firings, usual: 1, minutes: 1, schedules: [{ cron, timezone: 'UTC', every: null }] }) as Peak;

it('tells peaks of one cause once, the highest first', () => {
  const groups = peakGroups([
    peak('2026-11-25T11:00:00Z', 74, '0 * * * *'),
    peak('2026-11-25T09:30:00Z', 90, '30 9 * * *'),
    peak('2026-11-25T10:00:00Z', 73, '0 * * * *'),
  ]);
  expect(groups.map(({ highest, times }) => [highest.firings, times])).toEqual([
    [90, ['2026-11-25T09:30:00Z']],
    [74, ['2026-11-25T10:00:00Z', '2026-11-25T11:00:00Z']],
  ]);
});

it('has nothing to tell of a quiet day', () => expect(peakGroups([])).toEqual([]));
