import { describe, expect, it } from 'vitest';
import { nextSort, sortState } from './sort-state';

describe('Sorting by the head of a column', () => {
  it('goes its usual way, the other, and back to none', () => {
    expect(nextSort(undefined, 'name', 'ascending')).toBe('name');
    expect(nextSort('name', 'name', 'ascending')).toBe('-name');
    expect(nextSort('-name', 'name', 'ascending')).toBeUndefined();
    expect(nextSort('name', 'last_fired_at', 'descending')).toBe('-last_fired_at');
    expect(nextSort('-last_fired_at', 'last_fired_at', 'descending')).toBe('last_fired_at');
  });

  it('is told in words of its own', () => {
    expect(sortState('name', 'name')).toBe('ascending');
    expect(sortState('-name', 'name')).toBe('descending');
    expect(sortState('-name', 'next_fire_at')).toBe('none');
    expect(sortState(undefined, 'name')).toBe('none');
  });
});
