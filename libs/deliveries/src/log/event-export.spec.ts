import { describe, expect, it } from 'vitest';
import { EventExport } from './event-export.js';
import type { EventList } from './event-list.js';

describe('An export that has found nothing yet', () => {
  it('gives its reader the chance to leave', async () => {
    const lists = { page: async () => ({ data: [], next_cursor: 'further' }) } as unknown as EventList;
    const chunks = new EventExport(lists).chunks('project', { archived: 'all' }, () => '');

    expect(await chunks.next()).toEqual({ done: false, value: '' });
    expect(await chunks.return()).toEqual({ done: true, value: undefined });
  });
});
