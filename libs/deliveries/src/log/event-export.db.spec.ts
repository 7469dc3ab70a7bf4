import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { EventExport } from './event-export.js';
import type { EventFilter } from './event-filter.js';
import type { LoggedEvent } from './event-log.repository.js';

const EVENTS = 60;

describe('An export of events', () => {
  const on = usePlatform();
  /** Newest first. */
  const ids: string[] = [];

  beforeAll(async () => {
    for (let n = 0; n < EVENTS; n++) ids.unshift((await on.record({ payload: { n } })).id);
    const archived = ids.filter((_, n) => n % 4 === 0);
    for (const id of archived) await on.log.change(PROJECT, id, { archived: true });
  });

  const idsOf = (events: LoggedEvent[]) => events.map(({ id }) => `${id} `).join('');
  const chunks = (filter: Partial<EventFilter>) =>
    on.get(EventExport).chunks(PROJECT, { archived: 'all', ...filter }, idsOf);
  const exported = async (filter: Partial<EventFilter>) => {
    let text = '';
    for await (const chunk of chunks(filter)) text += chunk;
    return text.split(' ').slice(0, -1);
  };

  it('has each one that fits, newest first, in several pages', async () => {
    expect(await exported({})).toEqual(ids);
    expect(await exported({ archived: 'true' })).toEqual(ids.filter((_, n) => n % 4 === 0));
    expect(await exported({ payload: [{ path: ['n'], value: '7' }] })).toEqual([ids[EVENTS - 1 - 7]]);
    expect(await exported({ status: 'dead' })).toEqual([]);
  });

  it('reads a page when it is asked for one: neither what expired meanwhile nor what is newer', async () => {
    const pages = chunks({});
    const first = (await pages.next()).value!.trim().split(' ');
    expect(first).toEqual(ids.slice(0, 50));
    const [gone, ...others] = ids.slice(50);
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [gone]);
    const { id: newer } = await on.record();

    const second = (await pages.next()).value!.trim().split(' ');
    expect(second).toEqual(others);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    await on.sql('DELETE FROM events WHERE id = $1', [newer]);
    await on.sql(`UPDATE events SET expires_at = now() + interval '1 day' WHERE id = $1`, [gone]);
  });

  it('takes turns with the others of its project, and is read no further when it is left', async () => {
    const many = Array.from({ length: 5 }, () => chunks({}));
    const firsts = await Promise.all(many.map((pages) => pages.next()));
    expect(new Set(firsts.map(({ value }) => value))).toHaveProperty('size', 1);

    await Promise.all(many.map((pages) => pages.return()));
    expect(await many[0]!.next()).toEqual({ done: true, value: undefined });
  });
});
