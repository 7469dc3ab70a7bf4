import { describe, expect, it } from 'vitest';
import { restAfter } from './expired-tables.js';

const GIB = 2 ** 30;

describe('The rest after the removal of a file', () => {
  it.each([0, GIB, 8 * GIB])('is 199 times as long with %d bytes that wait', (waiting) => {
    expect(restAfter(waiting)).toBe(199);
  });

  it('is shorter in proportion to what waits beyond that', () => {
    expect(restAfter(16 * GIB)).toBe(99.5);
    expect(restAfter(1592 * GIB)).toBe(1);
  });
});
