import { describe, expect, it } from 'vitest';
import { isPlain, look, type WatchedTrigger } from './look.js';

const BEGIN = Date.parse('2026-03-01T10:00:00Z');
/** Seconds after the begin. */
const at = (seconds: number) => new Date(BEGIN + seconds * 1000);
const ms = (seconds: number) => at(seconds).getTime();

/** An api trigger that is to fire every minute and is watched from the begin. */
function watched(now: number, rest: Partial<WatchedTrigger> = {}): WatchedTrigger {
  return {
    trigger_type: 'api',
    enabled: true,
    archived: false,
    expect_every: '1m',
    watched_from: at(0),
    watch_at: at(Math.min(now, 61)),
    quiet_since: null,
    last_fired_at: null,
    next_fire_at: null,
    now: at(now),
    ...rest,
  };
}

const UNWATCHED = { watched_from: null, watch_at: null, quiet_since: null };
const lively = (watchAt: number) => ({ watched_from: at(0), watch_at: at(watchAt), quiet_since: null });
const quiet = (since: number, watchAt: number) => ({
  watched_from: at(0),
  watch_at: at(watchAt),
  quiet_since: at(since),
});

describe('A look at a trigger that is to fire every minute', () => {
  it.each<[string, WatchedTrigger, number, object]>([
    ['that has just begun to be watched', watched(10), 0, lively(61)],
    ['that fired before it was watched', watched(10), ms(-500), lively(61)],
    ['that has fired since', watched(61), ms(30), lively(91)],
    ['whose minute is over, with a firing perhaps not committed yet', watched(60.9), 0, lively(61)],
  ])('lets one be %s', (_, trigger, lastFired, watch) => {
    expect(look(trigger, lastFired)).toEqual({ watch });
  });

  it.each<[string, WatchedTrigger, number, number]>([
    ['never fired', watched(61), 0, 0],
    ['fired before it was watched', watched(61), ms(-500), 0],
    ['fired a minute ago', watched(91), ms(30), 30],
    ['fired a minute ago and is of a schedule that is not late', scheduled(91, 1000), ms(30), 30],
  ])('finds one quiet that %s', (_, trigger, lastFired, since) => {
    expect(look(trigger, lastFired)).toEqual({
      watch: quiet(since, trigger.now.getTime() / 1000 - BEGIN / 1000 + 1),
      told: { alert: 'trigger.quiet', since: at(since) },
    });
  });

  it('says of one that is quiet nothing more, and looks ever less often', () => {
    const again = (now: number) => look(watched(now, { quiet_since: at(0) }), 0);

    expect(again(62)).toEqual({ watch: quiet(0, 63) });
    expect(again(160)).toEqual({ watch: quiet(0, 170) });
    expect(again(86_400)).toEqual({ watch: quiet(0, 86_460) });
  });

  it('tells when one that was quiet has fired, and watches on', () => {
    expect(look(watched(200, { quiet_since: at(0) }), ms(199))).toEqual({
      watch: lively(260),
      told: { alert: 'trigger.recovered', since: at(0) },
    });
  });

  it('tells of a recovery that is long over, and looks again at once', () => {
    const { watch, told } = look(watched(2000, { quiet_since: at(0) }), ms(199));
    expect(told?.alert).toBe('trigger.recovered');
    expect(look(watched(2000, watch as Partial<WatchedTrigger>), ms(199)).told).toEqual({
      alert: 'trigger.quiet',
      since: at(199),
    });
  });

  it('takes the last firing before the quiet for no recovery', () => {
    expect(look(watched(200, { quiet_since: at(30), last_fired_at: at(30) }), ms(30)).told).toBeUndefined();
  });

  describe('expects nothing', () => {
    it.each<[string, Partial<WatchedTrigger>]>([
      ['of one that is paused', { enabled: false }],
      ['of one that is archived', { archived: true }],
      ['of a schedule that has ended', { trigger_type: 'scheduled' }],
      ['of a time that is over', { trigger_type: 'time-based' }],
    ])('%s', (_, rest) => {
      expect(look(watched(61, rest), 0)).toEqual({ watch: UNWATCHED });
      expect(look(watched(200, { ...rest, quiet_since: at(0) }), 0)).toEqual({ watch: UNWATCHED });
    });

    it('of a schedule that ended with the firing that it recovered by, but tells of that', () => {
      expect(look(watched(200, { trigger_type: 'scheduled', quiet_since: at(0) }), ms(199))).toEqual({
        watch: UNWATCHED,
        told: { alert: 'trigger.recovered', since: at(0) },
      });
    });
  });

  describe('of a schedule that is overdue', () => {
    it('waits a minute for it to catch up, once', () => {
      expect(look(scheduled(61, 60), 0)).toEqual({ watch: lively(121) });
      expect(look(scheduled(121, 60, 121), 0).told?.alert).toBe('trigger.quiet');
    });

    it('waits from when the workers are back, however long they were away', () => {
      expect(look(scheduled(9000, 60, 61), 0)).toEqual({ watch: lively(9060) });
      expect(look(scheduled(9062, 60, 9060), 0).told?.alert).toBe('trigger.quiet');
    });

    it('waits again when they were away again', () => {
      expect(look(scheduled(9500, 60, 9060), 0)).toEqual({ watch: lively(9560) });
    });

    it('waits no more once it has fired', () => {
      expect(look(scheduled(9060, 10_000, 9060), ms(9001))).toEqual({ watch: lively(9062) });
    });
  });
});

describe('The last firing as a trigger notes it', () => {
  it.each<[boolean, string, WatchedTrigger]>([
    [true, 'while the minute is not over', watched(80, { last_fired_at: at(30) })],
    [false, 'when by that the trigger is quiet', watched(91, { last_fired_at: at(30) })],
    [false, 'when there is none', watched(61)],
    [true, 'when it is a recovery', watched(200, { quiet_since: at(0), last_fired_at: at(199) })],
    [false, 'when it is none', watched(200, { quiet_since: at(30), last_fired_at: at(30) })],
  ])('is enough (%s) %s', (enough, _, trigger) => {
    expect(isPlain(trigger)).toBe(enough);
  });
});

/** The same by a schedule that fires next at that second. */
function scheduled(now: number, next: number, watchAt = 61): WatchedTrigger {
  return watched(now, { trigger_type: 'scheduled', next_fire_at: at(next), watch_at: at(watchAt) });
}
