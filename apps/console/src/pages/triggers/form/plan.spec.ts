import { expect, it } from 'vitest';
import type { TriggerBody } from '../../../api/types';
import { planSteps, schedulePatch } from './plan';
import { valuesOf } from './values';

const SAVED: TriggerBody = {
  name: 'Daily',
  trigger_type: 'scheduled',
  enabled: true,
  cron: '0 9 * * *',
  timezone: 'Europe/Berlin',
  jitter: null,
};
const values = valuesOf(SAVED, 'UTC');

it('Nothing changed is no patch, whatever else is typed', () => {
  expect(schedulePatch(SAVED, { ...values, name: 'Other', every: '15m', api_payload: '{}' })).toBeUndefined();
});

it('A patch holds what changes, and null for what goes', () => {
  expect(schedulePatch(SAVED, { ...values, cron: '0 10 * * *' })).toEqual({ cron: '0 10 * * *' });
  expect(schedulePatch(SAVED, { ...values, timezone: 'UTC' })).toEqual({ timezone: 'UTC' });
  expect(schedulePatch(SAVED, { ...values, kind: 'every', every: '1h' })).toEqual({
    cron: null,
    every: '1h',
  });
  expect(schedulePatch(SAVED, { ...values, trigger_type: 'api', kind: 'none' })).toEqual({
    cron: null,
    trigger_type: 'api',
  });
});

it('A plan is one list in the order of time', () => {
  expect(
    planSteps({
      added: ['2026-03-01T10:00:00Z'],
      lost: ['2026-03-01T09:00:00Z'],
      kept: ['2026-03-02T00:00:00Z'],
    }),
  ).toEqual([
    { at: '2026-03-01T09:00:00Z', change: 'lost' },
    { at: '2026-03-01T10:00:00Z', change: 'added' },
    { at: '2026-03-02T00:00:00Z', change: 'kept' },
  ]);
});
