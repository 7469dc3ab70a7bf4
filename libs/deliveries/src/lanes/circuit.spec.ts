import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAttempts, closedCircuit, halfOpened, isGivenUp, type Circuit, type Tally } from './circuit.js';

const START = new Date('2026-03-01T10:00:00Z');
const WAIT = 30_000;
const DAY = 86_400_000;
const later = (ms: number) => new Date(START.getTime() + ms);
const failed = (count: number): Tally => ({
  since: Infinity,
  attempts: count,
  failures: count,
  failedLast: count,
  probes: 0,
  failedProbes: 0,
  failure: 'the endpoint answered 500',
});
const passed = (count: number): Tally => ({ ...failed(0), attempts: count, failure: null });
const mixed = (failures: number, successes: number): Tally => ({
  since: Infinity,
  attempts: failures + successes,
  failures,
  failedLast: 0,
  probes: 0,
  failedProbes: 0,
  failure: 'connection refused',
});
/** That began while the circuit was half open. */
const probes = (tally: Tally): Tally => ({
  ...tally,
  probes: tally.attempts,
  failedProbes: tally.failures,
});

/** Where a circuit stands after each of these in turn, a ms apart. */
function after(circuit: Circuit, ...tallies: Tally[]): Circuit {
  return tallies.reduce((now, tally, index) => afterAttempts(now, tally, later(index), WAIT), circuit);
}
const closed = closedCircuit(START);
const open = after(closed, failed(20));
const halfOpen = halfOpened(open, later(WAIT));

describe('A closed circuit', () => {
  it.each<[string, Tally[], Circuit['circuit_state']]>([
    ['19 failures in a row', [failed(19)], 'closed'],
    ['20 failures in a row', [failed(19), failed(1)], 'open'],
    ['half of 20 failed', [mixed(10, 10)], 'open'],
    ['less than half failed', [mixed(90, 110)], 'closed'],
    ['half of 19', [mixed(10, 9)], 'closed'],
    ['successes', [passed(5000)], 'closed'],
    ['a success between failures', [failed(15), passed(60), failed(15)], 'closed'],
  ])('after %s', (_, tallies, state) => {
    expect(after(closed, ...tallies).circuit_state).toBe(state);
  });

  it('is not opened by what had ended before it was closed', () => {
    const ended = (at: Date) => ({ ...failed(20), since: at.getTime() });

    expect(after(closed, ended(later(-1)))).toEqual(closed);
    expect(after(closed, ended(later(0))).circuit_state).toBe('open');
    expect(afterAttempts(halfOpen, probes(ended(later(-1))), START, WAIT).circuit_state).toBe('open');
  });

  it('opens for a while, and says why', () => {
    expect(open).toMatchObject({
      circuit_since: START,
      circuit_reason: 'the last 20 attempts failed; the last: the endpoint answered 500',
      circuit_until: later(WAIT),
    });
    expect(after(closed, mixed(12, 8)).circuit_reason).toBe(
      '12 of 20 attempts failed; the last: connection refused',
    );
  });

  it('forgets a window that is over, but not failures in a row', () => {
    const once = afterAttempts(closed, mixed(9, 0), START, WAIT);
    expect(afterAttempts(once, mixed(10, 1), later(31_000), WAIT).circuit_state).toBe('closed');
    const row = afterAttempts(closed, failed(10), START, WAIT);
    expect(afterAttempts(row, failed(10), later(3_600_000), WAIT).circuit_state).toBe('open');
  });

  it('never opens below 20 attempts, in whatever portions they come', () => {
    const portions = fc.array(fc.record({ failures: fc.nat(5), successes: fc.nat(5) }), { maxLength: 40 });
    fc.assert(
      fc.property(portions, (tallies) => {
        let circuit = closed;
        let attempts = 0;
        for (const { failures, successes } of tallies) {
          if (failures + successes === 0) continue;
          attempts += failures + successes;
          circuit = afterAttempts(
            circuit,
            { ...mixed(failures, successes), failedLast: failures },
            START,
            WAIT,
          );
          if (circuit.circuit_state === 'open') break;
        }
        expect(circuit.circuit_state === 'open' && attempts < 20).toBe(false);
      }),
    );
  });
});

describe('An open circuit', () => {
  it('is not moved by tries that began before', () => {
    expect(after(open, failed(10), passed(30)).circuit_state).toBe('open');
  });

  it('waits twice as long after each probe that failed, up to an hour', () => {
    let circuit = open;
    const waits = Array.from({ length: 10 }, () => {
      const now = circuit.circuit_until!;
      circuit = afterAttempts(halfOpened(circuit, now), probes(failed(1)), now, WAIT);
      return (circuit.circuit_until!.getTime() - now.getTime()) / 1000;
    });
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
    expect(circuit.circuit_reason).toBe(
      'the endpoint failed again when it was probed; the last: the endpoint answered 500',
    );
  });
});

describe('A half-open circuit', () => {
  it('closes after five successes, and starts anew', () => {
    expect(after(halfOpen, probes(passed(1)), probes(passed(3)))).toMatchObject({
      circuit_state: 'half_open',
      circuit_passed: 4,
    });
    expect(after(halfOpen, probes(passed(1)), probes(passed(3)), probes(passed(1)))).toEqual(
      closedCircuit(later(2)),
    );
  });

  it('opens at one failure', () => {
    expect(after(halfOpen, probes(passed(4)), probes(mixed(1, 3))).circuit_state).toBe('open');
  });

  it('is not moved by tries that began before', () => {
    expect(after(halfOpen, failed(10), passed(30))).toMatchObject({
      circuit_state: 'half_open',
      circuit_passed: 0,
    });
    expect(after(halfOpen, { ...mixed(3, 2), probes: 2 })).toMatchObject({
      circuit_state: 'half_open',
      circuit_passed: 2,
    });
  });
});

describe('A destination is given up', () => {
  const failing = afterAttempts(closed, failed(20), START, WAIT);

  it.each<[string, Circuit, number, boolean]>([
    ['after days of nothing but failures', failing, 5 * DAY, true],
    ['not before', failing, 5 * DAY - 1, false],
    ['not for a few', afterAttempts(closed, failed(19), START, WAIT), 9 * DAY, false],
    ['not after a success', after(failing, passed(1)), 9 * DAY, false],
    [
      'not when the failures began only then',
      after(failing, { ...mixed(9, 1), failedLast: 3 }),
      9 * DAY,
      false,
    ],
    ['never without failures', closed, 99 * DAY, false],
  ])('%s', (_, circuit, ms, given) => {
    expect(isGivenUp(circuit, later(ms), 5 * DAY)).toBe(given);
  });
});
