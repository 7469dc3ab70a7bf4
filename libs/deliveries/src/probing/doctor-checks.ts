import type { SendResult } from '../sending/attempt.js';

/** One request that an endpoint is examined with. */
export interface Check {
  name: string;
  /** For a person: what is sent. */
  sent: string;
  /** Whether a correct receiver takes it, or refuses it because it cannot be trusted. */
  expected: 'taken' | 'refused';
  /** How it differs from a good webhook. */
  fault: 'none' | 'signature' | 'stale' | 'repeat' | 'large' | 'slow';
}

/** Standard Webhooks asks receivers to allow 5 minutes of difference. */
export const STALE_MS = 15 * 60_000;
/** Together with the rest it is less than the largest payload. */
export const LARGE_BYTES = 200 * 1024;
export const SLOW_MS = 1500;

export const CHECKS: Check[] = [
  { name: 'valid', sent: 'a signed webhook', expected: 'taken', fault: 'none' },
  {
    name: 'duplicate',
    sent: 'the same webhook again, with the webhook-id of the first',
    expected: 'taken',
    fault: 'repeat',
  },
  {
    name: 'bad_signature',
    sent: 'a webhook that is signed with another secret',
    expected: 'refused',
    fault: 'signature',
  },
  {
    name: 'stale_timestamp',
    sent: `a webhook that was signed ${STALE_MS / 60_000} minutes ago`,
    expected: 'refused',
    fault: 'stale',
  },
  { name: 'large_body', sent: `a body of ${LARGE_BYTES / 1024} KiB`, expected: 'taken', fault: 'large' },
  {
    name: 'slow_body',
    sent: `a body that takes ${SLOW_MS / 1000} s to arrive`,
    expected: 'taken',
    fault: 'slow',
  },
];

export const EXPECTED = {
  taken: 'an answer 2xx',
  refused: 'a refusal: 401, 403, or another 4xx that says so',
};

/** 4xx that say something else than "this cannot be trusted"; 410 would even turn the destination off. */
const NO_REFUSALS = new Set([404, 405, 408, 410, 413, 415, 429]);

export function isAsExpected({ expected }: Check, { statusCode }: SendResult): boolean {
  if (statusCode === null) return false;
  if (expected === 'taken') return statusCode >= 200 && statusCode < 300;
  return statusCode >= 400 && statusCode < 500 && !NO_REFUSALS.has(statusCode);
}

/** What came back, for a person. */
export function gotInWords({ statusCode, error, durationMs }: SendResult): string {
  const answer = statusCode === null ? 'no answer' : `an answer ${statusCode}`;
  return `${answer} in ${durationMs} ms${error === null ? '' : `: ${error}`}`;
}
