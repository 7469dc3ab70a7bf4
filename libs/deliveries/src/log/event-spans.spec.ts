import { describe, expect, it } from 'vitest';
import { uuidV7, uuidV7Floor } from '@app/clock';
import { spansOf } from './event-spans.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-30T12:00:00Z');
const before = uuidV7(NOW);
const [newest, yesterday, lately] = [6, 24, 1].map((hours) => uuidV7Floor(NOW - hours * HOUR));

describe('What a page is looked for in', () => {
  it.each(['true', 'all'] as const)('is the newest slices and then all others, of %s', (archived) => {
    expect(spansOf({ before }, archived)).toEqual([{ before, from: newest }, { before: newest }]);
  });

  it('ends where the list does', () => {
    expect(spansOf({ before, from: yesterday! }, 'all')).toEqual([
      { before, from: newest },
      { before: newest, from: yesterday },
    ]);
  });

  it('is one span where the list ends in the newest slices', () => {
    expect(spansOf({ before, from: lately! }, 'all')).toEqual([{ before, from: lately }]);
  });

  it('is one span of active events, which lie in no slices', () => {
    expect(spansOf({ before }, 'false')).toEqual([{ before }]);
  });

  it('begins with no instant that no id can have', () => {
    const first = uuidV7Floor(0);

    expect(spansOf({ before: first }, 'all')).toEqual([{ before: first, from: first }, { before: first }]);
  });
});
