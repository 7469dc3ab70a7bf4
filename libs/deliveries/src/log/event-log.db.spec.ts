import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { Firing } from '../recording/firing.js';
import type { EventFilter } from './event-filter.js';

describe('The list of events', () => {
  const on = usePlatform();

  beforeEach(async () => {
    await on.sql('DELETE FROM events');
    await on.sql('DELETE FROM deliveries');
  });

  const listed = async (filter: Partial<EventFilter> = {}) => {
    const { data } = await on.log.list(PROJECT, { archived: 'false', ...filter }, 50);
    return data.map(({ id }) => id);
  };

  /** Events that differ in one thing, by the name of what it is. */
  const recorded = async <Name extends string>(events: Record<Name, Partial<Firing>>) => {
    const ids = {} as Record<Name, string>;
    for (const name of Object.keys(events) as Name[]) {
      on.setClock(Object.keys(ids).length);
      ids[name] = (await on.record(events[name])).id;
    }
    return ids;
  };

  it('can be narrowed to a trigger', async () => {
    const trigger = { id: uuidV7(Date.now()), name: 'x', trigger_type: 'api', revision: null };
    const { one } = await recorded({
      one: { trigger },
      other: { trigger: { ...trigger, id: uuidV7(Date.now()) } },
      none: {},
    });

    expect(await listed({ trigger_id: trigger.id })).toEqual([one]);
  });

  it('can be narrowed to a source', async () => {
    const { hook } = await recorded({ hook: { source: 'hook' }, api: { source: 'api' } });

    expect(await listed({ source: 'hook' })).toEqual([hook]);
  });

  it('can be narrowed to labels, all of which have to fit', async () => {
    const { both, team } = await recorded({
      both: { labels: { team: 'a', tier: 'gold' } },
      team: { labels: { team: 'a' } },
      other: { labels: { team: 'b', tier: 'gold' } },
    });

    expect(await listed({ labels: { team: 'a' } })).toEqual([team, both]);
    expect(await listed({ labels: { team: 'a', tier: 'gold' } })).toEqual([both]);
    expect(await listed({ labels: { team: 'A' } })).toEqual([]);
  });

  it('can be narrowed to a span of time, with its begin and without its end', async () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
    const ids: string[] = [];
    for (const hour of [10, 11, 12]) {
      // an id is made by a clock that may be a little off
      on.setClock(new Date(at(hour).getTime() + 60_000));
      const { id } = await on.record();
      await on.sql(`UPDATE events SET fired_at = $2 WHERE id = $1`, [id, at(hour)]);
      ids.push(id);
    }
    on.setClock(0);
    const [first, second, third] = ids;

    expect(await listed({ since: at(11) })).toEqual([third, second]);
    expect(await listed({ until: at(12) })).toEqual([second, first]);
    expect(await listed({ since: at(11), until: at(12) })).toEqual([second]);
  });

  it('can be narrowed to active or archived events, and leaves the archived out unless told', async () => {
    const { active, archived } = await recorded({ archived: {}, active: {} });
    await on.log.change(PROJECT, archived, { archived: true });

    expect(await listed()).toEqual([active]);
    expect(await listed({ archived: 'true' })).toEqual([archived]);
    expect(await listed({ archived: 'all' })).toEqual([active, archived]);
  });

  it.each<[string, string[]]>([
    ['recorded', []],
    ['pending', ['waiting']],
    ['pending', ['queued', 'delivered']],
    ['delivered', ['delivered']],
    ['delivered', ['delivered', 'cancelled']],
    ['dead', ['dead', 'delivered', 'queued']],
    ['cancelled', ['cancelled', 'cancelled']],
  ])(
    'tells the status %s of deliveries that are %j, and can be narrowed to it',
    async (status, deliveries) => {
      const destination_ids = deliveries.map(() => uuidV7(Date.now()));
      const event = await on.record({ destination_ids });
      for (const [index, { id }] of event.deliveries.entries())
        await on.sql('UPDATE deliveries SET status = $2 WHERE id = $1', [id, deliveries[index]]);

      const { data } = await on.log.list(PROJECT, { archived: 'false' }, 50);
      expect(data.map((one) => one.status)).toEqual([status]);
      for (const asked of ['recorded', 'pending', 'delivered', 'dead', 'cancelled'] as const)
        expect(await listed({ status: asked })).toEqual(asked === status ? [event.id] : []);
    },
  );

  it('tells that an event is recorded until it has a delivery', async () => {
    const { nowhere, twice } = await recorded({ nowhere: {}, twice: {} });
    const destination = await on.newDestination();
    await on.log.replay(PROJECT, nowhere, []);
    expect(await listed({ status: 'recorded' })).toEqual([twice, nowhere]);

    await on.log.replay(PROJECT, twice, [destination.id]);
    expect(await listed({ status: 'recorded' })).toEqual([nowhere]);
    expect(await listed({ status: 'pending' })).toEqual([twice]);
  });

  it('comes newest first in pages without gaps or repeats, while new events arrive', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 11; n++) {
      on.setClock(n);
      ids.unshift((await on.record()).id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 1; page <= 4; page++) {
      const { data, next_cursor } = await on.log.list(PROJECT, { archived: 'all' }, 3, cursor);
      seen.push(...data.map(({ id }) => id));
      expect(next_cursor === null).toBe(page === 4);
      cursor = next_cursor ?? undefined;
      on.setClock(1000);
      await on.record();
    }

    expect(seen).toEqual(ids);
  });

  it('never shows an event whose time has ended, nor one of another project', async () => {
    const { gone, kept } = await recorded({
      gone: {},
      kept: { lifetime: { archiveAfterMs: null, deleteAfterMs: null } },
      foreign: { project_id: uuidV7(Date.now()) },
    });
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [gone]);

    expect(await listed({ archived: 'all' })).toEqual([kept]);
    await expect(on.log.get(PROJECT, gone)).rejects.toMatchObject({ code: 'event.not_found' });
  });
});
