import { afterEach, describe, expect, it, vi } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('2026-10-21T07:28:00Z');

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1000],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['Wednesday, 21-Oct-26 07:28:30 GMT', 30_000],
    ['Wed Oct 21 07:28:30 2026', 30_000],
    ['Wed, 21 Oct 2026 09:28:30 +0200', 30_000],
    ['9'.repeat(400), Infinity],
  ])('%j asks for %d ms', (field, ms) => {
    expect(retryAfterMs(field, NOW)).toBe(ms);
  });

  it('is a date in UTC wherever this machine is', () => {
    vi.stubEnv('TZ', 'America/New_York');

    expect(retryAfterMs('Wed Oct 21 07:28:30 2026', NOW)).toBe(30_000);
    expect(retryAfterMs('Wed, 21 Oct 2026 07:28:30', NOW)).toBe(30_000);
  });

  it('counts once when it came several times', () => {
    expect(retryAfterMs(['5', '7'], NOW)).toBe(5000);
  });

  it.each([
    undefined,
    '',
    ' ',
    'soon',
    '120s',
    '-5',
    '1.5',
    'maybe 2099',
    '5 minutes',
    '0x10',
    'Wed, 42 Oct 2026 07:28:00 GMT',
    [],
  ])('that cannot be read asks for nothing: %j', (field) => {
    expect(retryAfterMs(field, NOW)).toBeNull();
  });
});
