import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { OldReplays, Replays, RunReplays } from '@app/deliveries';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { replayDeliveryId, replayMessageId } from './replay-ids.js';
import type { Replay, ReplayFilter, ReplayRequest } from './replay.js';

interface Row {
  bucket: number;
  id: string;
  event_id: string;
  destination_id: string;
  message_id: string;
  status: string;
}

const MADE = 'SELECT * FROM deliveries WHERE replay_id = $1 ORDER BY event_id, destination_id';
/** As if the time for as many turns as one likes had passed. */
const DUE = `
  UPDATE replays SET due_at = now(), tokens_at = now() - interval '1 hour' WHERE due_at IS NOT NULL`;

describe('A replay of many events', () => {
  const on = usePlatform();
  let a: string;
  let b: string;

  beforeEach(async () => {
    on.setClock(0);
    for (const table of ['replays', 'deliveries', 'events']) await on.sql(`DELETE FROM ${table}`);
    a = (await on.newDestination()).id;
    b = (await on.newDestination()).id;
  });

  /** Records an event whose deliveries have ended like this, by destination. */
  async function ended(statuses: Record<string, string>, rest: { labels?: Record<string, string> } = {}) {
    const { id } = await on.record({ destination_ids: Object.keys(statuses), ...rest });
    for (const [destination, status] of Object.entries(statuses)) await end(id, destination, status);
    return id;
  }
  const end = (eventId: string, destination: string, status: string) =>
    on.sql(
      `UPDATE deliveries SET status = $3, queued_until = NULL, next_attempt_at = NULL, finished_at = now()
        WHERE event_id = $1 AND destination_id = $2 AND replay_id IS NULL`,
      [eventId, destination, status],
    );
  const deadEvents = async (count: number) => {
    const ids = [];
    for (let n = 0; n < count; n++) ids.push(await ended({ [a]: 'dead' }));
    return ids;
  };
  const endMade = (id: string, status = 'delivered') =>
    on.sql(
      `UPDATE deliveries SET status = $2, next_attempt_at = NULL, finished_at = now()
        WHERE replay_id = $1 AND status IN ('waiting', 'queued')`,
      [id, status],
    );

  const request = (filter: Partial<ReplayFilter> = {}, rest: Partial<ReplayRequest> = {}): ReplayRequest => {
    return {
      filter: { status: 'dead', archived: 'all', ...filter },
      rate: { max: 1000, per: '1s' },
      ...rest,
    };
  };
  const start = (filter?: Partial<ReplayFilter>, rest?: Partial<ReplayRequest>) =>
    on.get(Replays).start(PROJECT, request(filter, rest));
  const get = (id: string) => on.get(Replays).get(PROJECT, id);
  const made = (id: string) => on.sql<Row & Record<string, unknown>>(MADE, [id]);

  async function turn(): Promise<number> {
    await on.sql(DUE);
    return (await on.get(RunReplays).runOnce(2000)).made;
  }
  /** Every delivery that it makes arrives. */
  async function toTheEnd(id: string): Promise<Replay> {
    for (;;) {
      const replay = await get(id);
      if (replay.state === 'done') return replay;
      await turn();
      await endMade(id);
    }
  }

  it('makes one new message of each event, and is done when the last delivery has ended', async () => {
    const events = await deadEvents(3);
    const { id, matched, at_least } = await start();
    expect([matched, at_least]).toEqual([3, false]);

    expect(await turn()).toBe(3);
    const rows = await made(id);
    expect(rows.map(({ event_id }) => event_id)).toEqual(events);
    const at = (await get(id)).created_at.getTime();
    for (const row of rows)
      expect(row).toMatchObject({
        id: replayDeliveryId(at, id, row.event_id, a),
        message_id: replayMessageId(at, id, row.event_id),
        status: 'waiting',
        dispatch: 0,
      });
    expect(await get(id)).toMatchObject({ state: 'running', replayed: 3, pending: 3, finished_at: null });
    expect(await turn()).toBe(0);

    await endMade(id);
    await turn();
    expect(await get(id)).toMatchObject({ state: 'done', replayed: 3, skipped: 0, delivered: 3, pending: 0 });
    expect(await on.log.get(PROJECT, events[0]!)).toHaveProperty('status', 'delivered');
  });

  it('repeats only what is in the status that it asks for', async () => {
    const half = await ended({ [a]: 'dead', [b]: 'delivered' });
    const whole = await ended({ [a]: 'delivered', [b]: 'delivered' });
    const called = await ended({ [a]: 'cancelled' });
    const nowhere = await ended({});
    await on.record({ destination_ids: [a] }); // under way
    const goesTo = async (filter: Partial<ReplayFilter>, rest?: Partial<ReplayRequest>) => {
      const { id, matched } = await start(filter, rest);
      await turn();
      const rows = await made(id);
      await on.sql('DELETE FROM deliveries WHERE replay_id = $1', [id]);
      await on.sql('DELETE FROM replays');
      return { matched, to: rows.map(({ event_id, destination_id }) => [event_id, destination_id]) };
    };

    expect(await goesTo({})).toEqual({ matched: 1, to: [[half, a]] });
    expect(await goesTo({ status: 'delivered' })).toEqual({
      matched: 1,
      to: [a, b].sort().map((destination) => [whole, destination]),
    });
    expect(await goesTo({ status: 'delivered', destination_id: b })).toEqual({
      matched: 2,
      to: [half, whole].map((event) => [event, b]),
    });
    expect(await goesTo({ status: 'cancelled' })).toEqual({ matched: 1, to: [[called, a]] });
    expect(await goesTo({ status: 'dead', destination_id: b })).toEqual({ matched: 0, to: [] });
    expect(await goesTo({ status: 'recorded' }, { destinations: [b] })).toEqual({
      matched: 1,
      to: [[nowhere, b]],
    });
    expect(await on.row('events', nowhere)).toHaveProperty('unsent', false); // since it had a delivery
    expect((await goesTo({ status: 'all' })).matched).toBe(4);
  });

  it('looks at labels, sources, times and the archive, and replays archived events where they lie', async () => {
    const red = await ended({ [a]: 'dead' }, { labels: { colour: 'red' } });
    const old = await ended({ [a]: 'dead' });
    await on.log.change(PROJECT, old, { archived: true });
    const { fired_at } = await on.log.get(PROJECT, old);
    const count = async (filter: Partial<ReplayFilter>) =>
      (await on.get(Replays).count(PROJECT, request(filter))).matched;

    expect(await count({ labels: { colour: 'red' } })).toBe(1);
    expect(await count({ labels: { colour: 'blue' } })).toBe(0);
    expect(await count({ source: 'hook' })).toBe(0);
    expect(await count({ since: fired_at.toISOString() })).toBe(1);
    expect(await count({ until: fired_at.toISOString() })).toBe(1);
    expect(await count({ archived: true })).toBe(1);
    expect(await count({ archived: false })).toBe(1);

    const { id } = await start();
    await turn();
    expect((await made(id)).map(({ event_id, bucket }) => [event_id, bucket])).toEqual([
      [red, 0],
      [old, 3],
    ]);
    await endMade(id);
    await on.log.change(PROJECT, old, { archived: false });
    expect((await made(id)).map(({ bucket }) => bucket)).toEqual([0, 0]);
  });

  it('is about what there was at its start, and leaves alone what others have dealt with since', async () => {
    const [first, retried, replayed, deleted, expired] = await deadEvents(5);
    const pending = (await on.record({ destination_ids: [a] })).id;
    const { id, matched } = await start();
    expect(matched).toBe(5);
    await deadEvents(2);
    await end(pending, a, 'dead');
    await on.sql(`UPDATE deliveries SET status = 'waiting', finished_at = NULL WHERE event_id = $1`, [
      retried,
    ]);
    await on.log.replay(PROJECT, replayed!, []);
    await on.sql(`UPDATE deliveries SET status = 'dead', finished_at = now() WHERE event_id = $1`, [
      replayed,
    ]);
    await on.log.delete(PROJECT, deleted!);
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [expired]);

    const done = await toTheEnd(id);
    expect((await made(id)).map(({ event_id }) => event_id)).toEqual([first]);
    expect(done).toMatchObject({ matched: 5, replayed: 1, skipped: 4 });
  });

  it('is written once by any number of workers at once', async () => {
    await deadEvents(25);
    const { id } = await start();
    const runners = Array.from({ length: 4 }, async () => {
      while ((await get(id)).state !== 'done') {
        await on.sql(DUE);
        await on.get(RunReplays).runOnce(7); // a few events at a time, so that turns are many
        await endMade(id);
      }
    });
    await Promise.all(runners);

    const rows = await made(id);
    expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(25);
    expect(rows).toHaveLength(25);
    expect(await get(id)).toMatchObject({ replayed: 25, delivered: 25, skipped: 0 });
  });

  it('that failed in the middle of a turn has written nothing of it, and what is done twice is the same', async () => {
    await deadEvents(4);
    const { id } = await start();
    await on.sql(`ALTER TABLE replays ADD CONSTRAINT crash CHECK (replayed = 0)`);
    await expect(turn()).rejects.toThrow(/crash/);
    expect(await made(id)).toEqual([]);
    expect(await on.count('SELECT count(*) FROM replays WHERE due_at > now()')).toBe(1); // others come first
    await on.sql('ALTER TABLE replays DROP CONSTRAINT crash');

    await turn();
    const before = await made(id);
    expect(before).toHaveLength(4);
    const back = [{ destination_id: null, after: '00000000-0000-0000-0000-000000000000', done: false }];
    await on.sql('UPDATE replays SET walks = $1', [JSON.stringify(back)]);
    await turn();
    expect(await made(id)).toEqual(before);
    expect(await get(id)).toMatchObject({ replayed: 4 });
  });

  it('keeps to its rate by the clock of PostgreSQL', async () => {
    await deadEvents(9);
    const { id } = await start({}, { rate: { max: 4, per: '1s' } });
    const afterMs = async (ms: number) => {
      await on.sql(
        `UPDATE replays SET due_at = now(), tokens_at = clock_timestamp() - $1::float8 * interval '1 millisecond'`,
        [ms],
      );
      return (await on.get(RunReplays).runOnce(2000)).made;
    };

    expect(await afterMs(0)).toBe(1);
    expect((await on.get(RunReplays).runOnce(2000)).turns).toBe(0); // not due before the next token
    expect(await on.get(RunReplays).nextDueIn()).toBeGreaterThan(0);
    expect(await afterMs(0)).toBe(0);
    expect(await afterMs(260)).toBe(1);
    expect(await afterMs(3_600_000)).toBe(2); // no more than is saved up
    expect(await get(id)).toMatchObject({ replayed: 4 });
  });

  it('is done as soon as its deliveries have ended, however slow it goes', async () => {
    await deadEvents(1);
    const { id } = await start({}, { rate: { max: 1, per: '1h' } });
    await on.get(RunReplays).runOnce(2000);
    await endMade(id);
    await on.get(RunReplays).runOnce(2000);

    expect(await get(id)).toMatchObject({ state: 'done', delivered: 1 });
  });

  it('has no more than ten open at a destination, which holds up no other', async () => {
    for (let n = 0; n < 12; n++) await ended({ [a]: 'dead' });
    const both = await ended({ [a]: 'dead', [b]: 'dead' });
    const last = await ended({ [b]: 'dead' });
    const { id } = await start();
    await turn();
    await turn();

    const open = await made(id);
    expect(open.filter(({ destination_id }) => destination_id === a)).toHaveLength(10);
    const toB = open.filter(({ destination_id }) => destination_id === b);
    expect(toB.map(({ event_id }) => event_id)).toEqual([both, last]);

    expect(await toTheEnd(id)).toMatchObject({ matched: 14, replayed: 14, skipped: 0, delivered: 15 });
  });

  it('skips what can go nowhere: destinations that are gone, or turned off', async () => {
    const kept = await ended({ [a]: 'dead', [b]: 'dead' });
    await ended({ [b]: 'dead' });
    const { id: gone } = await on.newDestination();
    await ended({ [gone]: 'dead' });
    await on.destinations.delete(PROJECT, gone);
    await on.destinations.change(PROJECT, b, (present) => ({ ...present, enabled: false }));

    const { id } = await start();
    const done = await toTheEnd(id);
    expect(done).toMatchObject({ matched: 3, replayed: 1, skipped: 2, delivered: 1 });
    expect((await made(id)).map(({ event_id, destination_id }) => [event_id, destination_id])).toEqual([
      [kept, a],
    ]);
  });

  it('that is paused makes nothing until it is resumed; what it has made goes on', async () => {
    await deadEvents(12);
    const { id } = await start();
    await turn();
    expect(await on.get(Replays).pause(PROJECT, id)).toMatchObject({ state: 'paused', pending: 10 });
    await endMade(id);
    expect(await turn()).toBe(0);
    expect(await get(id)).toMatchObject({ state: 'paused', replayed: 10, delivered: 10 });

    expect(await on.get(Replays).resume(PROJECT, id)).toMatchObject({ state: 'running' });
    expect(await toTheEnd(id)).toMatchObject({ replayed: 12, delivered: 12 });
    await expect(on.get(Replays).cancel(PROJECT, id)).rejects.toHaveProperty('code', 'replay.ended');
  });

  it('that is cancelled ends what waits, lets end what is being tried, and leaves the events as they were', async () => {
    const [first, second] = await deadEvents(12);
    const { id } = await start();
    await turn();
    await on.sql(`UPDATE deliveries SET status = 'queued' WHERE replay_id = $1 AND event_id = $2`, [
      id,
      first,
    ]);

    expect(await on.get(Replays).cancel(PROJECT, id)).toMatchObject({
      state: 'cancelled',
      pending: 1,
      cancelled: 9,
      finished_at: null,
    });
    // the try that was under way fails, and would be repeated
    await on.sql(`UPDATE deliveries SET status = 'waiting' WHERE status = 'queued'`);
    await turn();
    expect(await get(id)).toMatchObject({ state: 'cancelled', replayed: 10, cancelled: 10, pending: 0 });
    expect((await get(id)).finished_at).not.toBeNull();
    expect(await on.log.get(PROJECT, second!)).toHaveProperty('status', 'dead');

    await expect(on.get(Replays).resume(PROJECT, id)).rejects.toHaveProperty('code', 'replay.ended');
    expect((await start()).matched).toBe(12);
  });

  it('that is cancelled sends nothing of what it has in lanes', async () => {
    await deadEvents(3);
    const { id } = await start();
    await turn();
    await on.sql(`UPDATE deliveries SET in_lane = true WHERE replay_id = $1`, [id]);
    await on.get(Replays).cancel(PROJECT, id);

    expect(
      await on.sql('SELECT DISTINCT status, in_lane FROM deliveries WHERE replay_id = $1', [id]),
    ).toEqual([{ status: 'cancelled', in_lane: false }]);
  });

  it('keeps its counts when its events are gone', async () => {
    const [event] = await deadEvents(1);
    const { id } = await start();
    await toTheEnd(id);
    await on.log.delete(PROJECT, event!);

    expect(await get(id)).toMatchObject({ state: 'done', delivered: 1, pending: 0 });
  });

  it('is written down, with who did what to it', async () => {
    const { id } = await start();
    await on.get(Replays).pause(PROJECT, id);
    await on.get(Replays).cancel(PROJECT, id);

    const rows = await on.sql('SELECT action FROM audit_log WHERE target_id = $1 ORDER BY id', [id]);
    expect(rows.map(({ action }) => action)).toEqual(['replay.started', 'replay.paused', 'replay.cancelled']);
  });

  it('is forgotten a month after it ended, and not before', async () => {
    const old = await on.get(Replays).start(PROJECT, request());
    const running = await on.get(Replays).start(PROJECT, request());
    const recent = await on.get(Replays).start(PROJECT, request());
    const days = (n: number) => uuidV7(Date.now() - n * 86_400_000);
    const aged = async (id: string, state: string, ended: number | null) => {
      const finished = ended && `${ended} days`;
      const [row] = await on.sql<{ id: string }>(
        `UPDATE replays SET id = $2, state = $3, finished_at = now() - $4::interval WHERE id = $1 RETURNING id`,
        [id, days(50), state, finished],
      );
      return row!.id;
    };
    await aged(old.id, 'done', 31);
    const kept = [await aged(running.id, 'running', null), await aged(recent.id, 'cancelled', 29)];

    expect(await on.get(OldReplays).runOnce(100)).toBe(1);
    expect((await on.sql<{ id: string }>('SELECT id FROM replays ORDER BY id')).map(({ id }) => id)).toEqual(
      kept.toSorted(),
    );
  });
});
