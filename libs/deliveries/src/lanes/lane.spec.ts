import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedCircuit } from './circuit.js';
import { CREDIT, isMetered, roomOf, shares, type CountedLane } from './lane.js';

const NOW = new Date('2026-03-01T10:00:00Z');
const lane = (rest: Partial<CountedLane> = {}): CountedLane => ({
  ...closedCircuit(NOW),
  id: 'a',
  enabled: true,
  max_in_flight: 10,
  rate_limit: null,
  rate_used: [],
  congested: false,
  in_flight: 0,
  waiting: 1000,
  waits_elsewhere: false,
  ...rest,
});
const limited = { rate_limit: { max: 4, per: '1m' } };

describe('A lane', () => {
  it.each<[string, Partial<CountedLane>, boolean]>([
    ['healthy', {}, false],
    ['limited', limited, true],
    ['congested', { congested: true }, true],
    ['open', { circuit_state: 'open' }, true],
    ['half open', { circuit_state: 'half_open' }, true],
    ['off', { enabled: false }, true],
    ['of one place for each worker', { max_in_flight: 2 }, false],
    ['of fewer places than workers', { max_in_flight: 1 }, true],
  ])('that is %s is metered or direct', (_, rest, metered) => {
    expect(isMetered(lane(rest), 2)).toBe(metered);
  });

  it.each<[string, Partial<CountedLane>, number]>([
    ['healthy: up to the credit', { waiting: 5000, in_flight: 100 }, CREDIT - 100],
    ['healthy: no more than waits', { waiting: 7 }, 7],
    ['congested: what may be under way', { congested: true }, 10],
    ['congested: less what is', { congested: true, in_flight: 8 }, 2],
    ['more under way than may be', { congested: true, in_flight: 12 }, 0],
    ['limited', limited, 4],
    ['limited, and used up in part', { ...limited, rate_used: [[NOW.getTime(), 3]] }, 1],
    ['limited, and used up', { ...limited, rate_used: [[NOW.getTime(), 4]] }, 0],
    ['off', { enabled: false }, 0],
    ['open', { circuit_state: 'open', circuit_until: new Date(NOW.getTime() + 1) }, 0],
    ['open until now: a probe', { circuit_state: 'open', circuit_until: NOW }, 1],
    ['half open, with a probe under way', { circuit_state: 'half_open', in_flight: 1 }, 0],
    ['half open after two successes', { circuit_state: 'half_open', circuit_passed: 2, in_flight: 1 }, 2],
  ])('has room when it is %s', (_, rest, room) => {
    expect(roomOf(lane(rest), 1, NOW)).toBe(room);
  });
});

describe('Shares', () => {
  it.each<[number[], number, number[]]>([
    [[5, 5], 100, [5, 5]],
    [[1000, 3, 1000], 11, [4, 3, 4]],
    [[10, 10, 10], 2, [1, 1, 0]],
    [[0, 7], 5, [0, 5]],
    [[], 5, []],
  ])('of %j, %d in all: %j', (rooms, most, dealt) => {
    expect(shares(rooms, most)).toEqual(dealt);
  });

  it('leave nothing over that somebody has room for, and give no lane two more than another that has room', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 30 }), fc.nat(400), (rooms, most) => {
        const dealt = shares(rooms, most);
        const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
        expect(sum(dealt)).toBe(Math.min(most, sum(rooms)));
        const open = dealt.filter((share, index) => share < rooms[index]!);
        const largest = Math.max(0, ...dealt);
        for (const share of open) expect(largest - share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
