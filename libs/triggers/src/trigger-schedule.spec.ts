import { describe, expect, it } from 'vitest';
import { armed, armedAt, isRescheduled, type ScheduleColumns } from './trigger-schedule.js';
import { TRIGGER_TYPES, type TriggerType } from './trigger.entity.js';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const PAST = new Date(NOW - 86_400_000);
const PRESENT = new Date(NOW);
const FUTURE = new Date(NOW + 1);
const NEVER = { next_occurrence_at: null, next_fire_at: null };

const at = (time: Date) => ({ next_occurrence_at: time, next_fire_at: time });
const trigger = (
  rest: Partial<ScheduleColumns & { trigger_type: TriggerType; jitter: string | null }> = {},
) => ({
  id: '01980000-0000-7000-8000-000000000001',
  trigger_type: 'scheduled' as TriggerType,
  schedule_time: null,
  cron: null,
  timezone: 'UTC',
  every: null,
  anchor_at: PRESENT,
  start_at: null,
  end_at: null,
  max_runs: null,
  run_count: '0',
  jitter: null,
  ...rest,
});

describe('A trigger that is saved', () => {
  it.each(TRIGGER_TYPES)('without a schedule does not fire by itself (%s)', (trigger_type) => {
    expect(armedAt(trigger({ trigger_type }), NOW)).toEqual(NEVER);
  });

  it.each(TRIGGER_TYPES)('with a time in the future fires then (%s)', (trigger_type) => {
    expect(armedAt(trigger({ trigger_type, schedule_time: FUTURE }), NOW)).toEqual(at(FUTURE));
  });

  it.each(['scheduled', 'time-based'] as const)(
    'with a time that is past is due at once (%s)',
    (trigger_type) => {
      for (const schedule_time of [PAST, PRESENT])
        expect(armedAt(trigger({ trigger_type, schedule_time }), NOW)).toEqual(at(schedule_time));
    },
  );

  it('with a time that is past only keeps it when it is an api trigger', () => {
    for (const schedule_time of [PAST, PRESENT])
      expect(armedAt(trigger({ trigger_type: 'api', schedule_time }), NOW)).toEqual(NEVER);
  });

  it.each([
    ['a pattern', { cron: '0 10 * * *' }, '2026-03-02T10:00:00Z'],
    ['a pattern of another zone', { cron: '0 12 * * *', timezone: 'Europe/Berlin' }, '2026-03-01T11:00:00Z'],
    ['an interval', { every: '30m' }, '2026-03-01T10:30:00Z'],
    [
      'an interval since a start',
      { every: '1h', start_at: new Date(NOW - 90 * 60_000) },
      '2026-03-01T10:30:00Z',
    ],
    ['a later start', { cron: '0 * * * *', start_at: new Date(NOW + 3_600_000) }, '2026-03-01T11:00:00Z'],
  ])('with %s fires first after now', (_, columns, first) => {
    expect(armedAt(trigger(columns), NOW)).toEqual(at(new Date(first)));
  });

  it.each([
    ['its runs are used up', { max_runs: '3', run_count: '3' }],
    ['it has ended', { end_at: PRESENT }],
  ])('with an interval does not fire when %s', (_, columns) => {
    expect(armedAt(trigger({ every: '1m', ...columns }), NOW)).toEqual(NEVER);
  });

  it('with jitter fires up to that much later, and the occurrence keeps its name', () => {
    const { next_occurrence_at, next_fire_at } = armed({ id: 'a', jitter: '10m' }, PRESENT);
    const delay = next_fire_at!.getTime() - NOW;

    expect(next_occurrence_at).toEqual(PRESENT);
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThan(600_000);
    expect(armed({ id: 'a', jitter: '10m' }, PRESENT)).toEqual({ next_occurrence_at, next_fire_at });
  });
});

describe('A schedule', () => {
  it('is no other one when its values are equal', () => {
    const one = trigger({ cron: '0 10 * * *', start_at: PAST, max_runs: '5', jitter: '1m' });

    expect(isRescheduled(one, { ...one, start_at: new Date(PAST) })).toBe(false);
  });

  it.each([
    ['cron', '0 11 * * *'],
    ['timezone', 'Europe/Berlin'],
    ['start_at', FUTURE],
    ['end_at', FUTURE],
    ['max_runs', '6'],
    ['jitter', '2m'],
    ['schedule_time', FUTURE],
    ['every', '1m'],
  ])('is another one with another %s', (field, value) => {
    expect(isRescheduled(trigger(), { ...trigger(), [field]: value })).toBe(true);
  });
});
