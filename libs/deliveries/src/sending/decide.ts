import { durationMs } from '@app/clock';
import type { RetryPolicy } from '../destinations/retry.js';
import type { SendResult } from './attempt.js';

export type Decision =
  | { status: 'delivered' }
  | { status: 'waiting'; delayMs: number }
  | { status: 'dead'; disableDestination?: string };

const GONE = 410;
const ASKS_FOR_PATIENCE = new Set([429, 503]);
const LONGEST_DELAY_MS = 24 * 3_600_000;

/**
 * What follows from one try. 2xx delivers, as does a queue that has the job; 410 is final and turns the destination off; 3xx is final, since redirects
 * are not followed; every other answer and every failure to get one is tried again until the attempts are used up.
 *
 * @param attempt 1 for the first try
 * @param random from 0 until before 1: where in the jitter's range the delay falls
 */
export function decide(result: SendResult, policy: RetryPolicy, attempt: number, random: number): Decision {
  const { statusCode } = result;
  if (result.refused) return { status: 'dead' };
  if (result.queued) return { status: 'delivered' };
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { status: 'delivered' };
  if (statusCode === GONE) return { status: 'dead', disableDestination: 'the endpoint answered 410 Gone' };
  if (statusCode !== null && statusCode >= 300 && statusCode < 400) return { status: 'dead' };
  if (attempt >= policy.max_attempts) return { status: 'dead' };
  const asked = statusCode !== null && ASKS_FOR_PATIENCE.has(statusCode) ? (result.retryAfterMs ?? 0) : 0;
  return {
    status: 'waiting',
    delayMs: Math.min(Math.max(asked, backoffMs(policy, attempt, random)), LONGEST_DELAY_MS),
  };
}

/** Exponential backoff with proportional jitter: `min_delay · factor^(attempt − 1)`, at most `max_delay`, ± jitter. */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number): number {
  const delay = Math.min(
    durationMs(policy.min_delay) * policy.factor ** (attempt - 1),
    durationMs(policy.max_delay),
  );
  return Math.round(delay * (1 + policy.jitter * (2 * random - 1)));
}
