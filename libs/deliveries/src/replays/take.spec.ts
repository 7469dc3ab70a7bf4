import { beforeEach, describe, expect, it } from 'vitest';
import type { Walk } from './replay.js';
import { take, type Allowance, type MatchedEvent } from './take.js';

const event = (id: string, ...destination_ids: string[]): MatchedEvent => {
  return { bucket: 0, id, destination_ids, begun: false };
};
const ALL: Walk = { destination_id: null, after: '0', done: false };
const OF_A: Walk = { destination_id: 'a', after: '0', done: false };
const NOBODY = new Set<string>();

describe('Of the next events a replay takes', () => {
  let allowance: Allowance;
  beforeEach(() => {
    allowance = {
      tokens: 10,
      slots: new Map([
        ['a', 2],
        ['b', 5],
      ]),
    };
  });

  const picked = (events: MatchedEvent[], walk = ALL, apart: ReadonlySet<string> = NOBODY) => {
    const { picks, ...rest } = take(events, walk, apart, allowance);
    return { picks: picks.map((pick) => pick.event.id + pick.destination_id), ...rest };
  };

  it('each to each of its destinations, and draws on the allowance', () => {
    expect(picked([event('1', 'a', 'b'), event('2', 'b')])).toEqual({
      picks: ['1a', '1b', '2b'],
      skipped: 0,
      parted: [],
      after: '2',
      stopped: null,
    });
    expect(allowance).toEqual({
      tokens: 7,
      slots: new Map([
        ['a', 1],
        ['b', 3],
      ]),
    });
  });

  it('no event without a token, and of one event all or nothing', () => {
    allowance.tokens = 1.5;

    expect(picked([event('1', 'a', 'b'), event('2', 'b')])).toMatchObject({
      picks: ['1a', '1b'],
      after: '1',
      stopped: 'budget',
    });
    expect(allowance.tokens).toBe(-0.5);
    expect(picked([event('2', 'b')])).toMatchObject({ picks: [], after: null, stopped: 'budget' });
  });

  it('nothing more for a full destination, which leaves the walk before that event and holds up nobody', () => {
    const events = ['1', '2', '3', '4'].map((id) => event(id, 'a', 'b'));

    expect(picked(events)).toMatchObject({
      picks: ['1a', '1b', '2a', '2b', '3b', '4b'],
      parted: [{ destination_id: 'a', after: '2', done: false }],
      after: '4',
      stopped: null,
      skipped: 0,
    });
  });

  it('in a walk of one destination only what is for it, until it is full', () => {
    const events = ['1', '2', '3'].map((id) => event(id, 'b', 'a'));

    expect(picked(events, OF_A, new Set(['a']))).toMatchObject({
      picks: ['1a', '2a'],
      parted: [],
      after: '2',
      stopped: 'full',
    });
  });

  it('nothing for those who have left, without counting it as skipped', () => {
    expect(picked([event('1', 'a'), event('2', 'a', 'b')], ALL, new Set(['a']))).toMatchObject({
      picks: ['2b'],
      skipped: 0,
      after: '2',
    });
  });

  it('nothing for what is gone or turned off, and skips who has no other', () => {
    expect(picked([event('1', 'gone'), event('2', 'gone', 'b'), event('3')])).toMatchObject({
      picks: ['2b'],
      skipped: 2,
      after: '3',
    });
  });
});
