import { describe, expect, it } from 'vitest';
import { UNWATCHED, watchAfter } from './watch.js';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW + hours * HOUR);
/** The watch that begins then, of a trigger that is to fire every hour. */
const from = (hours: number) => ({
  watched_from: at(hours),
  watch_at: new Date(at(hours + 1).getTime() + 1000),
  quiet_since: null,
});

type Trigger = Parameters<typeof watchAfter>[1];
const trigger = (rest: Partial<Trigger> = {}): Trigger => ({
  trigger_type: 'api',
  enabled: true,
  archived: false,
  expect_every: '1h',
  next_fire_at: null,
  start_at: null,
  schedule_time: null,
  ...UNWATCHED,
  ...rest,
});
const EARLIER = from(-0.5);
const QUIET = { watched_from: at(-5), watch_at: at(0.01), quiet_since: at(-5) };

describe('The watch over a trigger', () => {
  it.each<[string, Trigger]>([
    ['of which nothing is expected', trigger({ expect_every: null })],
    ['that is paused', trigger({ enabled: false })],
    ['that is archived', trigger({ archived: true })],
    ['whose schedule has ended', trigger({ trigger_type: 'scheduled', schedule_time: at(-1) })],
  ])('is none of one %s', (_, made) => {
    expect(watchAfter(null, made, false, NOW)).toEqual(UNWATCHED);
    expect(watchAfter(trigger(EARLIER), { ...made, ...EARLIER }, false, NOW)).toEqual(UNWATCHED);
    expect(watchAfter(trigger(QUIET), { ...made, ...QUIET }, false, NOW)).toEqual(UNWATCHED);
  });

  it.each<[string, Partial<Trigger>, number]>([
    ['now', {}, 0],
    ['now for an api trigger, whatever its time', { schedule_time: at(5), next_fire_at: at(5) }, 0],
    [
      'with the start of its schedule',
      { trigger_type: 'scheduled', start_at: at(5), next_fire_at: at(6) },
      5,
    ],
    ['now if that is past', { trigger_type: 'scheduled', start_at: at(-5), next_fire_at: at(1) }, 0],
    ['with its time', { trigger_type: 'time-based', schedule_time: at(5), next_fire_at: at(5) }, 5],
  ])('begins %s', (_, rest, hours) => {
    expect(watchAfter(null, trigger(rest), false, NOW)).toEqual(from(hours));
  });

  it.each<[string, Trigger, Trigger]>([
    ['expected more often', trigger({ ...EARLIER, expect_every: '2h' }), trigger(EARLIER)],
    ['expected for the first time', trigger({ expect_every: null }), trigger()],
    ['resumed', trigger({ enabled: false }), trigger()],
    ['brought back', trigger({ archived: true }), trigger()],
  ])('begins anew when it is %s', (_, before, after) => {
    expect(watchAfter(before, after, false, NOW)).toEqual(from(0));
  });

  it('begins anew with another schedule', () => {
    expect(watchAfter(trigger(EARLIER), trigger(EARLIER), true, NOW)).toEqual(from(0));
  });

  it('goes on through other changes, and through the same duration written otherwise', () => {
    const before = trigger({ ...EARLIER, expect_every: '60m' });
    expect(watchAfter(before, trigger(EARLIER), false, NOW)).toEqual(EARLIER);
  });

  it.each<[string, string, boolean]>([
    ['other changes', '1h', false],
    ['another expectation', '9h', false],
    ['another schedule', '1h', true],
  ])('stays quiet through %s until it fires', (_, expect_every, rescheduled) => {
    const after = trigger({ ...QUIET, expect_every });
    expect(watchAfter(trigger(QUIET), after, rescheduled, NOW)).toEqual(QUIET);
  });
});
