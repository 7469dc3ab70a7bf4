import { describe, expect, it } from 'vitest';
import { firstFireAt, isStillToFire } from './schedule.js';
import { MISFIRE_POLICIES, TRIGGER_TYPES } from './trigger.entity.js';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const PAST = new Date(NOW - 86_400_000);
const PRESENT = new Date(NOW);
const FUTURE = new Date(NOW + 1);

describe('A trigger that is saved', () => {
  it.each(TRIGGER_TYPES)('without a time does not fire by itself (%s)', (trigger_type) => {
    expect(firstFireAt({ trigger_type, schedule_time: null }, NOW)).toBeNull();
  });

  it.each(TRIGGER_TYPES)('with a time in the future fires then (%s)', (trigger_type) => {
    expect(firstFireAt({ trigger_type, schedule_time: FUTURE }, NOW)).toEqual(FUTURE);
  });

  it.each(['scheduled', 'time-based'] as const)(
    'with a time that is past is due at once (%s)',
    (trigger_type) => {
      expect(firstFireAt({ trigger_type, schedule_time: PAST }, NOW)).toEqual(PAST);
      expect(firstFireAt({ trigger_type, schedule_time: PRESENT }, NOW)).toEqual(PRESENT);
    },
  );

  it('with a time that is past only keeps it when it is an api trigger', () => {
    expect(firstFireAt({ trigger_type: 'api', schedule_time: PAST }, NOW)).toBeNull();
    expect(firstFireAt({ trigger_type: 'api', schedule_time: PRESENT }, NOW)).toBeNull();
  });
});

describe('An occurrence that has come up', () => {
  const late = (ms: number) => new Date(NOW - ms);

  it.each(MISFIRE_POLICIES)('is fired when it is on time (%s)', (misfire_policy) => {
    const trigger = { misfire_policy, misfire_grace: '60s' };

    expect(isStillToFire(trigger, late(0), new Date(NOW))).toBe(true);
    expect(isStillToFire(trigger, late(60_000), new Date(NOW))).toBe(true);
  });

  it.each(['fire_once', 'fire_all'] as const)('is fired however late it is (%s)', (misfire_policy) => {
    expect(isStillToFire({ misfire_policy, misfire_grace: '0s' }, PAST, new Date(NOW))).toBe(true);
  });

  it.each([
    ['60s', 60_001],
    ['0s', 1],
    ['7d', 7 * 86_400_000 + 1],
  ])('is let go by skip when it is later than its grace of %s', (misfire_grace, ms) => {
    const trigger = { misfire_policy: 'skip' as const, misfire_grace };

    expect(isStillToFire(trigger, late(ms), new Date(NOW))).toBe(false);
    expect(isStillToFire(trigger, late(ms - 1), new Date(NOW))).toBe(true);
  });
});
