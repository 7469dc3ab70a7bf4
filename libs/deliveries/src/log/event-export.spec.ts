import { describe, expect, it } from 'vitest';
import { EventExport, rowsAfter } from './event-export.js';
import type { EventList } from './event-list.js';

const KIB = 1024;

describe('An export that has found nothing yet', () => {
  it('gives its reader the chance to leave', async () => {
    const lists = { page: async () => ({ data: [], next_cursor: 'further' }) } as unknown as EventList;
    const chunks = new EventExport(lists).chunks('project', { archived: 'all' }, () => '');

    expect(await chunks.next()).toEqual({ done: false, value: '' });
    expect(await chunks.return()).toEqual({ done: true, value: undefined });
  });
});

describe('The next page of an export', () => {
  it('grows while events are small, up to a bound', () => {
    expect(rowsAfter(20, 300)).toBe(80);
    expect(rowsAfter(80, 300)).toBe(100);
    expect(rowsAfter(100, 300)).toBe(100);
  });

  it('shrinks at once to what fits into a MiB, and is never empty', () => {
    expect(rowsAfter(100, 16 * KIB)).toBe(64);
    expect(rowsAfter(100, 256 * KIB)).toBe(4);
    expect(rowsAfter(100, 2 * KIB * KIB)).toBe(1);
  });

  it('grows again after that', () => {
    expect(rowsAfter(1, 100)).toBe(4);
  });
});
