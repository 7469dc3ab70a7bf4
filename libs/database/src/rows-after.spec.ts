import { describe, expect, it } from 'vitest';
import { rowsAfter } from './rows-after.js';

const KIB = 1024;
const MOST = 100;

describe('The rows of the next page', () => {
  it('grow while they are small, up to a bound', () => {
    expect(rowsAfter(20, 300, MOST)).toBe(80);
    expect(rowsAfter(80, 300, MOST)).toBe(100);
    expect(rowsAfter(100, 300, MOST)).toBe(100);
  });

  it('shrink at once to what fits into a MiB, and are never none', () => {
    expect(rowsAfter(100, 16 * KIB, MOST)).toBe(64);
    expect(rowsAfter(100, 256 * KIB, MOST)).toBe(4);
    expect(rowsAfter(100, 2 * KIB * KIB, MOST)).toBe(1);
  });

  it('grow again after that', () => {
    expect(rowsAfter(1, 100, MOST)).toBe(4);
  });
});
