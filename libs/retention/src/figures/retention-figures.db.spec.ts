import { beforeEach, describe, expect, it, vi } from 'vitest';
import { explain } from '../../../../test/support/plan.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Applies } from '../applying/applies.js';
import { RunApplies } from '../applying/run-applies.js';
import { Policies } from '../policies/policies.js';
import { RetentionStats } from './retention-stats.js';
import { Simulation } from './simulation.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Those that are counted before a sample is taken, or on its pages, of some 13 events each; the catalogs beside. */
const MOST_READ = 15_000;
const OTHER = '01980000-0000-7000-8000-00000000000b';

describe('Figures of retention', () => {
  const on = usePlatform();
  const stats = (project: string = PROJECT) => on.get(RetentionStats).of(project);
  const simulate = (archive_after: string, delete_after: string, trigger?: string) =>
    on.get(Simulation).of(PROJECT, { archive_after, delete_after }, trigger);

  beforeEach(async () => {
    on.setClock(0);
    for (const table of ['retention_runs', 'event_holds', 'deliveries', 'events'])
      await on.sql(`DELETE FROM ${table}`);
    await on.sql('UPDATE archive_slices SET events = 0, latest_expiry = NULL');
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'other', 'Other') ON CONFLICT DO NOTHING`,
      [OTHER],
    );
    for (const project of [PROJECT, OTHER]) await on.get(Policies).set(project, null);
  });

  /** Fired so long ago. */
  const fired = async (agoMs: number, rest: Parameters<typeof on.record>[0] = {}) => {
    on.setClock(-agoMs);
    const { id } = await on.record(rest);
    on.setClock(0);
    await on.sql(
      `UPDATE events SET fired_at = fired_at - $2::interval, archive_at = archive_at - $2::interval,
              expires_at = expires_at - $2::interval WHERE id = $1`,
      [id, `${agoMs} ms`],
    );
    return id;
  };
  const archived = async (agoMs: number) => {
    const id = await fired(agoMs);
    await on.log.change(PROJECT, id, { archived: true });
    return id;
  };
  const byTrigger = (id: string) => ({ trigger: { id, name: 'x', trigger_type: 'api', revision: null } });

  /** So many active ones, fired each three seconds; 17 in 20 are of the project, the rest of the other. */
  const fill = (count: number) =>
    on.sql(
      `INSERT INTO events (id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT (lpad(to_hex(floor(extract(epoch FROM now() - n * interval '3 s') * 1000)::bigint), 12, '0')
                || '7000800000' || lpad(to_hex(n), 10, '0'))::uuid,
              CASE WHEN n % 20 < 17 THEN $1 ELSE $2 END::uuid, 'manual', json_build_object('text', repeat('x', 500)),
              now() - n * interval '3 s', now() - n * interval '3 s' + interval '2 h', now() + interval '1 day'
         FROM generate_series(1, $3::int) n`,
      [PROJECT, OTHER, count],
    );

  it('count what is there, by place and project, without what has expired', async () => {
    const none = { events: 0, bytes: 0, estimated: false, relative_error: null };
    expect(await stats()).toEqual({
      active: none,
      archived: none,
      oldest_active: null,
      oldest_archived: null,
      next_drop: null,
    });

    await fired(50 * HOUR); // has expired
    const oldest = await fired(3 * HOUR);
    await fired(MINUTE);
    const old = await archived(5 * HOUR);
    const kept = await fired(4 * HOUR);
    await on.log.change(PROJECT, kept, { hold: true });
    await on.log.change(PROJECT, kept, { archived: true });
    await fired(0, { project_id: OTHER });
    const { active, archived: there, oldest_active, oldest_archived, next_drop } = await stats();

    expect(active).toMatchObject({ events: 2, estimated: false });
    expect(there).toMatchObject({ events: 2, estimated: false });
    expect(active.bytes).toBeGreaterThan(2 * 200);
    expect(oldest_active).toEqual((await on.row('events', oldest)).fired_at);
    expect(oldest_archived).toEqual((await on.row('events', old)).fired_at);
    expect(next_drop).toEqual((await on.row('events', old)).expires_at);
    expect(await stats(OTHER)).toMatchObject({ active: { events: 1 }, archived: { events: 0 } });
  });

  it('foretell what then happens', async () => {
    const { id: own } = await on.newTrigger({ retention: { archive_after: '1h', delete_after: '20d' } });
    const { id: plain } = await on.newTrigger();
    await fired(90 * MINUTE);
    await fired(30 * MINUTE, byTrigger(plain)); // by another policy it would be archived later
    await fired(11 * MINUTE, {
      source: 'test',
      lifetime: { archiveAfterMs: 10 * MINUTE, deleteAfterMs: HOUR },
    });
    await fired(2 * HOUR, { ...byTrigger(own), lifetime: { archiveAfterMs: HOUR, deleteAfterMs: 20 * DAY } });
    await fired(9 * HOUR);
    await fired(49 * HOUR); // has expired, and stays gone
    await archived(7 * HOUR);
    await archived(HOUR);
    const held = await fired(10 * HOUR);
    await on.log.change(PROJECT, held, { hold: true });

    const foretold = await simulate('1h', '6h');
    expect(foretold).toMatchObject({ events: 8, archive_now: 3, delete_now: 2, kept: 1, estimated: false });
    expect(foretold.delete_now_bytes).toBeGreaterThan(0);
    const each = foretold.archive_now_bytes / 3 / (foretold.delete_now_bytes / 2);
    expect(Math.abs(each - 1), 'events of about one size').toBeLessThan(0.2);

    await on.get(Policies).set(PROJECT, { archive_after: '1h', delete_after: '6h' });
    await on.get(Applies).start(PROJECT);
    on.setClock(MINUTE); // as if the run had begun a while ago
    while ((await on.get(RunApplies).runOnce(100)).turns > 0);
    const gone = await on.count('SELECT count(*) FROM events WHERE expires_at <= now()');
    const { archived: moved } = await on.archiver.runOnce(100);

    expect({ archive_now: moved, delete_now: gone - 1 }).toEqual({ archive_now: 3, delete_now: 2 });
    const later = await simulate('1h', '6h');
    expect(later).toMatchObject({ events: 6, archive_now: 0, archive_now_bytes: 0, delete_now: 0 });
    const counts = ({ days }: typeof later) => days.map(({ archived: a, deleted: d }) => [a, d]);
    expect(counts(later)).toEqual(counts(foretold));
  });

  it('put what is not yet due on its day, and what never is nowhere', async () => {
    await fired(0);
    await fired(12 * HOUR);
    const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10);

    const soon = await simulate('2d', '3d');
    const deleted = new Map<string, number>();
    for (const day of [at(3 * DAY), at(3 * DAY - 12 * HOUR)]) deleted.set(day, (deleted.get(day) ?? 0) + 1);
    expect(soon.days.filter((day) => day.deleted > 0).map(({ day, deleted: n }) => [day, n])).toEqual(
      [...deleted].sort(([a], [b]) => a.localeCompare(b)),
    );
    expect(soon.days.reduce((sum, day) => sum + day.archived, 0)).toBe(2);
    for (const { archived: n, archived_bytes } of soon.days) expect(archived_bytes > 0).toBe(n > 0);
    expect(soon.days[0]!.day).toBe(at(0));
    const late = await simulate('2d', '400d');
    expect(late.later).toMatchObject({ archived: 0, deleted: 2 });
    const never = await simulate('never', 'never');
    expect(never).toMatchObject({ kept: 2, later: { archived: 0, deleted: 0 } });
  });

  it('can be of a trigger alone, as if the policy were its own', async () => {
    const { id } = await on.newTrigger({ retention: { archive_after: '1h', delete_after: '20d' } });
    await fired(2 * HOUR, byTrigger(id));
    await fired(2 * HOUR);

    expect(await simulate('3h', '4h', id)).toMatchObject({ events: 1, archive_now: 0, delete_now: 0 });
    expect(await simulate('1h', '4h', id)).toMatchObject({ events: 1, archive_now: 1, delete_now: 0 });
    expect(await simulate('1h', '90m', id)).toMatchObject({ events: 1, archive_now: 0, delete_now: 1 });
    await expect(simulate('1h', '2h', OTHER)).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: '/trigger_id' }],
    });
  });

  it('are told from a sample when there is much, which says how sure they are', async () => {
    await fill(60_000);
    const { active, oldest_active } = await stats();
    const truth = 51_000;
    expect(active).toMatchObject({ estimated: true });
    expect(active.relative_error).toBeGreaterThan(0);
    expect(active.relative_error).toBeLessThan(0.1);
    expect(Math.abs(active.events - truth) / truth).toBeLessThan(0.1);
    expect(oldest_active!.getTime()).toBeLessThan(Date.now() - 59_000 * 3000);
    const size = await on.count(`SELECT pg_total_relation_size('events_active')`);
    expect(active.bytes / size).toBeGreaterThan(0.6);
    expect(active.bytes / size).toBeLessThan(1.1);
    expect(await stats()).toMatchObject({ active: { events: active.events } }); // the same when asked again

    // 17 in 20 of those that were fired in the last day are not deleted by this
    const { delete_now, events, estimated } = await simulate('1h', '1d');
    const expired = 0.85 * (60_000 - DAY / 3000);
    expect([events, estimated]).toEqual([active.events, true]);
    expect(Math.abs(delete_now - expired) / expired).toBeLessThan(0.1);
    expect(await stats(OTHER)).toMatchObject({ active: { events: 9000, estimated: false } });
  });

  it('go through no table as a whole', async () => {
    await fill(60_000);
    await on.sql('VACUUM ANALYZE events');
    const asked = vi.spyOn(on.database, 'query');
    await stats();
    await simulate('1h', '1d');
    const statements = asked.mock.calls.map(([statement, values]) => ({ statement, values }));
    asked.mockRestore();

    expect(statements.length).toBeGreaterThan(8);
    for (const one of statements.filter(({ statement }) => !statement.text.startsWith('SET'))) {
      const { scanned, read } = await explain(on, one, { sorts: false });
      expect(scanned.filter((table) => table.startsWith('events'))).toEqual([]);
      expect(read).toBeLessThanOrEqual(MOST_READ);
    }
  });

  describe('of events that a sample does not meet', () => {
    /** Those that are looked at one by one, and those before a sample is taken. */
    const MOST = 50_001 + 10_001;
    const mostRead = async () => {
      const asked = vi.spyOn(on.database, 'query');
      const figures = [await stats(), await simulate('1h', '1d')] as const;
      const statements = asked.mock.calls.map(([statement, values]) => ({ statement, values }));
      asked.mockRestore();
      let most = 0;
      for (const one of statements.filter(({ statement }) => !statement.text.startsWith('SET')))
        most = Math.max(most, (await explain(on, one, { sorts: false })).read);
      return { figures, most };
    };

    it('are told from the newest, when they lie on other pages', async () => {
      await fill(80_000);
      const percent = `SELECT 100000.0 / (pg_relation_size('events_active') / 8192) AS percent`;
      const [{ percent: sampled } = { percent: 0 }] = await on.sql<{ percent: number }>(percent);
      await on.sql(
        `DELETE FROM events_active WHERE project_id = $1 AND ctid = ANY (ARRAY(
           SELECT ctid FROM events_active TABLESAMPLE SYSTEM (${sampled}::real) REPEATABLE (1)))`,
        [PROJECT],
      );
      const there = await on.count('SELECT count(*) FROM events WHERE project_id = $1', [PROJECT]);
      expect(there).toBeGreaterThan(52_000);
      const { figures, most } = await mostRead();

      expect(most).toBeLessThanOrEqual(MOST);
      const told = { events: 50_000, estimated: true, relative_error: 1 };
      expect(figures).toMatchObject([{ active: told }, told]);
    });

    it('are none among the newest, when all have expired', async () => {
      await fill(65_000);
      await on.sql('UPDATE events SET expires_at = now() WHERE project_id = $1', [PROJECT]);
      const { figures, most } = await mostRead();

      expect(most).toBeLessThanOrEqual(MOST);
      const told = { events: 0, estimated: true, relative_error: 1 };
      expect(figures).toMatchObject([{ active: told }, told]);
    });
  });
});
