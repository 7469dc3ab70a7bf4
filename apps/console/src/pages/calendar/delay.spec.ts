import { expect, it } from 'vitest';
import { delayInWords } from './delay';

const scheduled_for = '2026-11-25T10:00:00.000Z';

it.each([
  [null, scheduled_for, 'none'],
  ['30m', '2026-11-25T10:12:10.000Z', '12 min of up to 30m'],
  ['30m', scheduled_for, '0 ms of up to 30m'],
])('a jitter of %s that fires at %s is "%s"', (jitter, fires_at, words) =>
  expect(delayInWords({ scheduled_for, fires_at, jitter })).toBe(words),
);
