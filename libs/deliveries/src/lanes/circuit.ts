/** `open` lets nothing through, `half_open` a few to see whether it works again. */
export type CircuitState = 'closed' | 'open' | 'half_open';

/** What a destination's row keeps of how its deliveries went. */
export interface Circuit {
  circuit_state: CircuitState;
  circuit_since: Date;
  /** In words for a person. */
  circuit_reason: string | null;
  /** When an open circuit lets a probe through. */
  circuit_until: Date | null;
  /** Openings in a row. */
  circuit_openings: number;
  /** Successes since it became half open. */
  circuit_passed: number;
  window_since: Date | null;
  window_attempts: number;
  window_failures: number;
  failed_in_a_row: number;
  failing_since: Date | null;
}

/** How some attempts to one destination went. */
export interface Tally {
  /** When the first of them had ended, in ms since the epoch by PostgreSQL's clock. */
  since: number;
  attempts: number;
  failures: number;
  /** Failures after the last success among them. */
  failedLast: number;
  /** Those among them that began while the circuit was half open, and alone decide what becomes of it then. */
  probes: number;
  failedProbes: number;
  /** What the last failure was, in words. */
  failure: string | null;
}

const WINDOW_MS = 30_000;
const LEAST_ATTEMPTS = 20;
const SHARE = 0.5;
const PASSES_TO_CLOSE = 5;
const LONGEST_WAIT_MS = 3_600_000;

/** The circuit of a destination of which nothing bad is known. */
export function closedCircuit(now: Date): Circuit {
  return {
    circuit_state: 'closed',
    circuit_since: now,
    circuit_reason: null,
    circuit_until: null,
    circuit_openings: 0,
    circuit_passed: 0,
    window_since: null,
    window_attempts: 0,
    window_failures: 0,
    failed_in_a_row: 0,
    failing_since: null,
  };
}

/**
 * Where the circuit stands after these attempts. `waitMs` is how long the first of several openings lasts. Attempts that had ended
 * before it was closed, and are reported late, do not open it again.
 */
export function afterAttempts(circuit: Circuit, tally: Tally, now: Date, waitMs: number): Circuit {
  if (circuit.circuit_state === 'closed' && tally.since < circuit.circuit_since.getTime()) return circuit;
  const counted = count(circuit, tally, now);
  switch (circuit.circuit_state) {
    case 'closed':
      return isFailing(counted) ? opened(counted, tally, now, waitMs) : counted;
    case 'half_open': {
      if (tally.failedProbes > 0) return opened(counted, tally, now, waitMs);
      const passed = circuit.circuit_passed + tally.probes;
      return passed >= PASSES_TO_CLOSE ? closedCircuit(now) : { ...counted, circuit_passed: passed };
    }
    default:
      return counted; // open: ends of tries that began before
  }
}

/** What a probe is let through with, once its time has come. */
export function halfOpened(circuit: Circuit, now: Date): Circuit {
  return {
    ...circuit,
    circuit_state: 'half_open',
    circuit_since: now,
    circuit_until: null,
    circuit_passed: 0,
  };
}

/** Whether it has done nothing but fail for so long that it is to be turned off. */
export function isGivenUp(circuit: Circuit, now: Date, disableAfterMs: number): boolean {
  return (
    circuit.failing_since !== null &&
    circuit.failed_in_a_row >= LEAST_ATTEMPTS &&
    now.getTime() - circuit.failing_since.getTime() >= disableAfterMs
  );
}

function count(circuit: Circuit, { attempts, failures, failedLast }: Tally, now: Date): Circuit {
  const goesOn = circuit.window_since !== null && now.getTime() - circuit.window_since.getTime() < WINDOW_MS;
  const allFailed = failures === attempts;
  return {
    ...circuit,
    window_since: goesOn ? circuit.window_since : now,
    window_attempts: (goesOn ? circuit.window_attempts : 0) + attempts,
    window_failures: (goesOn ? circuit.window_failures : 0) + failures,
    failed_in_a_row: allFailed ? circuit.failed_in_a_row + failures : failedLast,
    failing_since: allFailed ? (circuit.failing_since ?? now) : failedLast > 0 ? now : null,
  };
}

function isFailing({ window_attempts, window_failures, failed_in_a_row }: Circuit): boolean {
  return (
    failed_in_a_row >= LEAST_ATTEMPTS ||
    (window_attempts >= LEAST_ATTEMPTS && window_failures >= window_attempts * SHARE)
  );
}

function opened(circuit: Circuit, { failure }: Tally, now: Date, waitMs: number): Circuit {
  const wait = Math.min(waitMs * 2 ** Math.min(circuit.circuit_openings, 20), LONGEST_WAIT_MS);
  return {
    ...circuit,
    circuit_state: 'open',
    circuit_since: now,
    circuit_reason: reasonOf(circuit, failure),
    circuit_until: new Date(now.getTime() + wait),
    circuit_openings: circuit.circuit_openings + 1,
    circuit_passed: 0,
    window_since: null,
    window_attempts: 0,
    window_failures: 0,
  };
}

function reasonOf(circuit: Circuit, failure: string | null): string {
  const { circuit_state, window_attempts, window_failures, failed_in_a_row } = circuit;
  const last = failure ? `; the last: ${failure}` : '';
  if (circuit_state === 'half_open') return `the endpoint failed again when it was probed${last}`;
  if (failed_in_a_row >= LEAST_ATTEMPTS) return `the last ${failed_in_a_row} attempts failed${last}`;
  return `${window_failures} of ${window_attempts} attempts failed${last}`;
}
