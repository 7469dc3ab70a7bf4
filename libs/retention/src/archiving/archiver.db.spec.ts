import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { END_OF_PAGE, LOCK_ALL, LOCK_FREE } from './due-statements.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('The archiver', () => {
  const on = usePlatform();
  let destination: string;

  beforeEach(async () => {
    on.setClock(0);
    on.handedOver.length = 0;
    await on.sql('DELETE FROM events');
    await on.sql('DELETE FROM deliveries');
    destination = (await on.newDestination()).id;
  });

  /** Fired so long ago, with one delivery in that status. */
  const fired = async (
    agoMs: number,
    { status = 'delivered', archiveAfterMs = 2 * HOUR, deleteAfterMs = 2 * DAY } = {},
  ) => {
    on.setClock(-agoMs);
    const lifetime = { archiveAfterMs, deleteAfterMs };
    const { id } = await on.record({ destination_ids: [destination], lifetime });
    await on.sql(
      `UPDATE events SET fired_at = fired_at - $2::interval, archive_at = archive_at - $2::interval,
              expires_at = expires_at - $2::interval WHERE id = $1`,
      [id, `${agoMs} ms`],
    );
    await on.sql(
      `UPDATE deliveries SET status = $2, queued_until = CASE WHEN $2 = 'queued' THEN now() + interval '1 hour' END
        WHERE event_id = $1`,
      [id, status],
    );
    return id;
  };
  const places = async (table: 'events' | 'deliveries', id: string) =>
    (
      await on.sql<{ lies_in: string }>(
        `SELECT tableoid::regclass::text AS lies_in FROM ${table} WHERE ${table === 'events' ? 'id' : 'event_id'} = $1`,
        [id],
      )
    ).map(({ lies_in }) => lies_in);
  const run = (limit = 1000) => on.archiver.runOnce(limit);

  it('moves what is due to the slice of its class, with its deliveries, and leaves what is not', async () => {
    const due = await fired(2 * HOUR);
    const short = await fired(11 * MINUTE, { archiveAfterMs: 10 * MINUTE, deleteAfterMs: HOUR });
    const early = await fired(2 * HOUR - MINUTE);

    expect(await run()).toEqual({ archived: 2, deleted: 0, more: false });

    for (const table of ['events', 'deliveries'] as const) {
      expect(await places(table, due)).toEqual([expect.stringMatching(new RegExp(`^${table}_b3_\\d{8}t`))]);
      expect(await places(table, short)).toEqual([expect.stringMatching(new RegExp(`^${table}_b1_\\d{8}t`))]);
      expect(await places(table, early)).toEqual([`${table}_active`]);
    }
    expect(await on.log.get(PROJECT, due)).toMatchObject({ archived: true, status: 'delivered' });
    expect(await run()).toEqual({ archived: 0, deleted: 0, more: false });
  });

  it.each(['waiting', 'queued'])(
    'leaves an event with a delivery that is %s until that has ended',
    async (status) => {
      const stuck = await fired(3 * HOUR, { status });
      const free = await fired(2 * HOUR);
      expect(await run()).toMatchObject({ archived: 1 });
      expect([await places('events', stuck), await places('events', free)]).toEqual([
        ['events_active'],
        [expect.stringMatching('_b3_')],
      ]);

      await on.sql(`UPDATE deliveries SET status = 'dead' WHERE event_id = $1`, [stuck]);
      expect(await run()).toMatchObject({ archived: 1 });
    },
  );

  it('gets past any number of events that cannot go yet, and does no more than it is told to', async () => {
    const first = await fired(3 * HOUR, { status: 'waiting' });
    const others = `($2 || lpad(to_hex(n), 12, '0'))::uuid`;
    const values = [first, first.slice(0, 24)];
    await on.sql(
      `INSERT INTO events (id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT ${others}, project_id, source, payload, fired_at, archive_at, expires_at
         FROM events, generate_series(1, 5100) n WHERE id = $1`,
      values,
    );
    await on.sql(
      `INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status)
       SELECT ${others}, ${others}, project_id, destination_id, message_id, status
         FROM deliveries, generate_series(1, 5100) n WHERE event_id = $1`,
      values,
    );
    await Promise.all([fired(2 * HOUR), fired(2 * HOUR), fired(2 * HOUR)]);

    expect(await run(2)).toEqual({ archived: 2, deleted: 0, more: true });
    expect(await run(2)).toEqual({ archived: 1, deleted: 0, more: false });
    expect(await on.count('SELECT count(*) FROM events WHERE bucket = 0')).toBe(5101);
  });

  it('looks at no more pages in a turn than it may, and goes on from there in the next', async () => {
    const stuck = await fired(3 * HOUR, { status: 'waiting' });
    const free = await fired(2 * HOUR);

    expect(await on.archiver.runOnce(1, 1)).toEqual({ archived: 0, deleted: 0, more: true });
    expect(await places('events', free)).toEqual(['events_active']);
    expect(await on.archiver.runOnce(1, 1)).toEqual({ archived: 1, deleted: 0, more: true });
    expect(await run(1)).toEqual({ archived: 0, deleted: 0, more: false });

    await on.sql(`UPDATE deliveries SET status = 'dead' WHERE event_id = $1`, [stuck]);
    expect(await run(), 'from the beginning').toEqual({ archived: 1, deleted: 0, more: false });
  });

  it('deletes what has expired in the active set, whose open deliveries end with it', async () => {
    const ended = await fired(3 * DAY);
    const open = await fired(3 * DAY, { status: 'queued' });
    const alive = await fired(DAY, { status: 'waiting' });

    expect(await run()).toEqual({ archived: 0, deleted: 2, more: false });
    for (const id of [ended, open])
      expect([...(await places('events', id)), ...(await places('deliveries', id))]).toEqual([]);
    expect(await places('deliveries', alive)).toEqual(['deliveries_active']);
  });

  it('leaves an expired event to who is at one of its deliveries', async () => {
    const id = await fired(3 * DAY, { status: 'queued' });
    await on.database.transaction(async (manager) => {
      await manager.query(`SELECT FROM deliveries WHERE event_id = $1 FOR UPDATE`, [id]);
      expect(await run()).toMatchObject({ deleted: 0 });
    });
    expect(await run()).toMatchObject({ deleted: 1 });
  });

  it('deletes what has expired among the kept ones, and nothing else there', async () => {
    const year = 500 * DAY;
    const [expired, alive] = [
      await fired(year, { deleteAfterMs: year }),
      await fired(2 * HOUR, { deleteAfterMs: year }),
    ];
    await on.sql(`UPDATE events SET expires_at = now() + interval '1 day' WHERE id = $1`, [expired]);
    expect(await run()).toMatchObject({ archived: 2 });
    expect(await places('events', expired)).toEqual(['events_kept']);
    await on.sql(`UPDATE events SET expires_at = now() WHERE id = $1`, [expired]);
    await on.sql(`UPDATE deliveries SET status = 'waiting' WHERE event_id = $1`, [expired]);

    expect(await run()).toEqual({ archived: 0, deleted: 1, more: false });
    expect(await places('deliveries', expired)).toEqual([]);
    expect(await places('events', alive)).toEqual(['events_kept']);
  });

  it('ends what is open of an expired event in the archive, and leaves both to the drop of their slice', async () => {
    const id = await fired(2 * HOUR);
    const lane = await fired(2 * HOUR);
    await run();
    await on.sql(
      `UPDATE deliveries SET status = 'waiting', next_attempt_at = now(), in_lane = event_id = $1`,
      [lane],
    );
    expect(await on.log.get(PROJECT, id)).toHaveProperty('status', 'pending');
    await run();
    expect(await on.count(`SELECT count(*) FROM deliveries WHERE status = 'waiting'`)).toBe(2);

    await on.sql('UPDATE events SET expires_at = now()');
    expect(await run()).toEqual({ archived: 0, deleted: 0, more: false });
    const ended = {
      status: 'dead',
      in_lane: false,
      next_attempt_at: null,
      finished_at: expect.any(Date) as Date,
    };
    for (const one of [id, lane]) {
      expect(await on.sql('SELECT * FROM deliveries WHERE event_id = $1', [one])).toEqual([
        expect.objectContaining(ended),
      ]);
      expect(await places('events', one)).toEqual([expect.stringMatching('_b3_')]);
    }
  });

  it('leaves alone what is held, active or archived, and follows the policy again after the release', async () => {
    const [active, archived] = [await fired(HOUR), await fired(2 * HOUR)];
    await run();
    for (const id of [active, archived]) await on.log.change(PROJECT, id, { hold: true });
    expect(await places('deliveries', archived)).toEqual(['deliveries_kept']);
    await on.sql(
      `UPDATE event_holds SET archive_at = now() - interval '1 hour', expires_at = now() + interval '1 day'`,
    );
    expect(await run()).toEqual({ archived: 0, deleted: 0, more: false });

    for (const id of [active, archived]) await on.log.change(PROJECT, id, { hold: false });
    expect(await places('events', archived)).toEqual([expect.stringMatching('_b3_')]);
    expect(await run()).toEqual({ archived: 1, deleted: 0, more: false });
    expect(await on.count('SELECT count(*) FROM event_holds')).toBe(0);
  });

  it('deletes a released event whose time has ended meanwhile', async () => {
    const [active, archived] = [await fired(HOUR), await fired(2 * HOUR)];
    await run();
    for (const id of [active, archived]) await on.log.change(PROJECT, id, { hold: true });
    await on.sql('UPDATE event_holds SET archive_at = now(), expires_at = now()');
    for (const id of [active, archived]) {
      await on.log.change(PROJECT, id, { hold: false });
      await expect(on.log.get(PROJECT, id)).rejects.toHaveProperty('code', 'event.not_found');
    }

    expect(await run()).toEqual({ archived: 0, deleted: 2, more: false });
    expect(await on.count('SELECT count(*) FROM events')).toBe(0);
  });

  it('does not take away again what was brought back after its time, until it expires', async () => {
    const id = await fired(2 * HOUR);
    await run();
    await on.log.change(PROJECT, id, { archived: false });
    expect(await run()).toEqual({ archived: 0, deleted: 0, more: false });

    const { expires_at } = await on.row<{ expires_at: Date }>('events', id);
    expect(await on.row('events', id)).toMatchObject({ bucket: 0, archive_at: expires_at });
    await on.sql(`UPDATE events SET archive_at = now(), expires_at = now() WHERE id = $1`, [id]);
    expect(await run()).toEqual({ archived: 0, deleted: 1, more: false });
  });

  it('is correct when several run at once, beside replays', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => fired(n < 40 ? 2 * HOUR : 3 * DAY)));
    const replays = ids.slice(0, 30).map((id) => on.log.replay(PROJECT, id, []));
    const turns = await Promise.all([run(), run(), run(7), ...replays]).then((all) => all.slice(0, 3));
    const rest = await run();
    const sum = (key: 'archived' | 'deleted') =>
      [...turns, rest].reduce(
        (total, turn) => total + (turn as { archived: number; deleted: number })[key],
        0,
      );

    expect(sum('deleted')).toBe(20);
    expect(await on.count('SELECT count(*) FROM events')).toBe(40);
    expect(await on.count('SELECT count(*) FROM events WHERE bucket = 3')).toBe(sum('archived'));
    expect(await on.count('SELECT count(*) FROM deliveries')).toBe(70);
    const apart = `SELECT count(*) FROM deliveries d LEFT JOIN events e ON e.bucket = d.bucket AND e.id = d.event_id
                    WHERE e.id IS NULL`;
    expect(await on.count(apart)).toBe(0);
    const openWhereItMoved = `SELECT count(*) FROM events e WHERE bucket = 0 AND NOT EXISTS (
      SELECT FROM deliveries d WHERE d.bucket = 0 AND d.event_id = e.id AND d.status = 'queued')`;
    expect(await on.count(openWhereItMoved)).toBe(0);
  });

  it('finds due events by index, among however many that are not', async () => {
    await on.sql(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT bucket, gen_random_uuid(), $1, 'api', '{}', now(), now() + interval '1 hour', now() + interval '2 days'
         FROM generate_series(1, 5000), unnest('{0, 7}'::int[]) bucket`,
      [PROJECT],
    );
    await on.sql('ANALYZE events');
    const plan = async (text: string, values: unknown[]) =>
      (await on.sql<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values))
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    const [from, to] = [uuidV7(0), uuidV7(Date.now())];

    for (const [place, index] of [
      ['active', 'events_active_due'],
      ['kept', 'events_kept_expired'],
    ] as const) {
      expect(await plan(END_OF_PAGE[place], ['-infinity', from, 2499])).toContain(index);
      for (const lock of [LOCK_ALL, LOCK_FREE])
        expect(await plan(lock[place], ['-infinity', from, 'infinity', to, 10])).toContain(index);
    }
  });
});
