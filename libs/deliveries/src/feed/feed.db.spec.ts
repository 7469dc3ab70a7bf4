import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { Feed, type FeedChange, OldFeedSlots, type DeliveryRef, type FeedPosition } from '@app/deliveries';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';

describe('The live feed', () => {
  const on = usePlatform();
  let position: FeedPosition;
  let destination: string;

  beforeEach(async () => {
    destination = (await on.newDestination()).id;
    position = await on.get(Feed).now();
  });

  /** What has come since it was asked last, as `event id` or `event id/status of the delivery`. */
  async function news(projects: string[] = [PROJECT]): Promise<string[]> {
    const told: string[] = [];
    for (let more = true; more;) {
      const page = (await on.get(Feed).page(position))!;
      for await (const changes of on.get(Feed).changes(page.entries, projects))
        told.push(
          ...changes.map(({ event, delivery }) => (delivery ? `${event.id}/${delivery.status}` : event.id)),
        );
      ({ position, more } = page);
    }
    return told;
  }
  const outcome = (ref: DeliveryRef, status: 'delivered' | 'waiting' | 'dead') => {
    const started_at = new Date().toISOString();
    const answer = { duration_ms: 1, status_code: 500, error: null, response_head: null };
    const attempt = { number: 1, started_at, ...answer };
    return on.deliver.record([{ ref, status, attempt, delayMs: status === 'waiting' ? 60_000 : null }]);
  };
  const counted = () =>
    on.sql('UPDATE stat_position SET snapshot = pg_current_snapshot(), turned_at = now()');
  const fired = () => on.record({ destination_ids: [destination] });
  /** An event that is written, and not committed before `commit` is called. */
  async function heldBack() {
    let release = (): void => {};
    const hold = new Promise<void>((resolve) => (release = resolve));
    let committed: Promise<void> = Promise.resolve();
    const id = await new Promise<string>((resolve, reject) => {
      committed = on.database.transaction(async (manager) => {
        resolve((await on.writer.write([on.firing()], manager))[0]!.id);
        await hold;
      });
      committed.catch(reject);
    });
    const commit = () => {
      release();
      return committed;
    };
    return { id, commit };
  }

  it('tells that what waits for a destination that is gone has been cancelled', async () => {
    const { id } = await fired();
    await on.sql(
      `UPDATE deliveries SET status = 'waiting', in_lane = true, queued_until = NULL WHERE event_id = $1`,
      [id],
    );
    await on.destinations.delete(PROJECT, destination);
    await news();
    await on.dispatcher.runOnce('active');

    expect(await news()).toEqual([`${id}/cancelled`]);
  });

  it('tells of new events and of what becomes of their deliveries, each once', async () => {
    const { id, deliveries } = await fired();
    const [ref] = deliveries;
    expect(await news()).toEqual([id]);
    expect(await news()).toEqual([]);

    await outcome(ref!, 'waiting');
    expect(await news()).toEqual([`${id}/pending`]);
    await on.deliveryLog.retry(PROJECT, ref!.id);
    expect(await news()).toEqual([`${id}/pending`]);
    await on.deliveryLog.cancel(PROJECT, ref!.id);
    expect(await news()).toEqual([`${id}/cancelled`]);
    expect(await news()).toEqual([]);
  });

  it('tells of each as lists do', async () => {
    const { id, deliveries } = await fired();
    await outcome(deliveries[0]!, 'dead');
    const { entries } = (await on.get(Feed).page(position))!;
    const changes: FeedChange[] = [];
    for await (const some of on.get(Feed).changes(entries, [PROJECT])) changes.push(...some);

    const { deliveries: shown, ...event } = await on.log.get(PROJECT, id);
    expect(changes).toEqual([
      { event: expect.objectContaining(event) },
      { event: expect.objectContaining(event), delivery: shown[0] },
    ]);
    expect(event.status).toBe('dead');
  });

  it('misses no transaction that commits after later ones', async () => {
    const held = await heldBack();
    const later = [(await fired()).id, (await fired()).id];

    expect(await news()).toEqual(later);
    const { id: last } = await fired();
    await held.commit();
    expect(await news()).toEqual([held.id, last]);
    expect(await news()).toEqual([]);
  });

  it('goes on page by page, past transactions that are still open', async () => {
    const before: string[] = [];
    for (let n = 0; n < 60; n++) before.push((await on.record()).id);
    const held = await heldBack();
    const many = await on.writer.write(Array.from({ length: 450 }, () => on.firing()));
    const after: string[] = [];
    for (let n = 0; n < 60; n++) after.push((await on.record()).id);
    const all = [...before, ...many.map((event) => event!.id), ...after];

    expect((await news()).toSorted()).toEqual(all.toSorted());
    await held.commit();
    expect(await news()).toEqual([held.id]);
  });

  it('does not tell of other projects, nor of what is gone', async () => {
    const [expired, deleted] = [await fired(), await fired()];
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [expired.id]);
    await on.log.delete(PROJECT, deleted.id);
    await outcome(expired.deliveries[0]!, 'dead');

    expect(await news()).toEqual([]);
    await fired();
    expect(await news([uuidV7(1)])).toEqual([]);
  });

  it('tells of events that were archived meanwhile', async () => {
    const { id, deliveries } = await fired();
    await outcome(deliveries[0]!, 'delivered');
    await on.log.change(PROJECT, id, { archived: true });

    expect(await news()).toEqual([id, `${id}/delivered`]);
  });

  it('tells of what the scheduler fires', async () => {
    const { id } = await on.newTrigger({
      trigger_type: 'time-based',
      schedule_time: new Date(Date.now() - 1).toISOString(),
    });
    await on.due.runOnce(100);
    const [event] = await on.sql<{ id: string }>('SELECT id FROM events WHERE trigger_id = $1', [id]);

    expect(await news()).toEqual([event!.id]);
  });

  it('says when it may have forgotten something', async () => {
    const feed = on.get(Feed);
    const minutes = 60_000;
    expect(await feed.page({ ...position, at: position.at - 9 * minutes })).toBeDefined();
    expect(await feed.page({ ...position, at: position.at - 11 * minutes })).toBeUndefined();
    // the numbers of a database that was restored from a copy begin anew
    expect(await feed.page({ ...position, snapshot: '9000000000:9000000000:' })).toBeUndefined();
  });

  it('forgets a slot as a whole when it is old enough', async () => {
    const slots = on.get(OldFeedSlots);
    await on.sql('TRUNCATE feed_entries');
    await fired();
    const entries = () => on.count('SELECT count(*) FROM feed_entries');
    const age = (interval: string) =>
      on.sql(`UPDATE feed_entries SET slot = (slot + 1) % 3, at = now() - $1::interval`, [interval]);

    expect((await slots.runOnce(1)).emptied).toBe(0);
    await age('14 minutes');
    expect((await slots.runOnce(1)).emptied).toBe(0);
    await on.sql(`UPDATE feed_entries SET at = now() - interval '16 minutes'`);
    const { id } = await fired();
    await counted();
    expect(await slots.runOnce(2)).toEqual({ emptied: 1, uncounted: false });
    expect((await slots.runOnce(1)).emptied).toBe(0);
    expect(await entries()).toBe(1);
    expect(await news()).toEqual([id]);
  });

  it('does not forget what has not been counted, until nobody has counted for an hour', async () => {
    const slots = on.get(OldFeedSlots);
    await on.sql('TRUNCATE feed_entries');
    await counted();
    await fired();
    await on.sql(`UPDATE feed_entries SET slot = (slot + 1) % 3, at = now() - interval '16 minutes'`);

    expect(await slots.runOnce(1)).toEqual({ emptied: 0, uncounted: false });
    await on.sql(`UPDATE stat_position SET turned_at = now() - interval '59 minutes'`);
    expect(await slots.runOnce(1)).toEqual({ emptied: 0, uncounted: false });
    await on.sql(`UPDATE stat_position SET turned_at = now() - interval '61 minutes'`);
    expect(await slots.runOnce(2)).toEqual({ emptied: 1, uncounted: true });
  });
});
