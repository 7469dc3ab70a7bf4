import { beforeEach, describe, expect, it } from 'vitest';
import { FeedTalliesRepository, type DeliveryRef } from '@app/deliveries';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { CountFeed } from './count-feed.js';
import { CountingRepository } from './counting.repository.js';
import { OldFigures } from './old-figures.js';
import { WHOLE_PROJECT } from './cells.js';

type Status = 'delivered' | 'waiting' | 'dead' | 'cancelled';

describe('Counting', () => {
  const on = usePlatform();
  let destination: string;
  const counter = () => on.get(CountFeed);

  beforeEach(async () => {
    destination = (await on.newDestination()).id;
    await countAll();
    await on.sql('DELETE FROM stat_cells');
  });

  async function countAll(batch = 100) {
    while ((await counter().runOnce(batch)).more);
  }
  const fired = (count = 1) =>
    on.writer.write(Array.from({ length: count }, () => on.firing({ destination_ids: [destination] })));
  const outcome = (ref: DeliveryRef, status: Status, duration_ms: number | null = 20) => {
    const rest = { number: 1, status_code: 500, error: null, response_head: null };
    const attempt =
      duration_ms === null ? null : { ...rest, started_at: new Date().toISOString(), duration_ms };
    return { ref, status, attempt, delayMs: status === 'waiting' ? 60_000 : null };
  };
  const refs = (events: Awaited<ReturnType<typeof fired>>) => events.flatMap((event) => event!.deliveries);
  /** Of all cells of the hours, so that no step ends in the midst of it. */
  async function sums(destinationId = WHOLE_PROJECT) {
    const [row] = await on.sql(
      `SELECT sum(fired)::int AS fired, sum(delivered)::int AS delivered, sum(dead)::int AS dead,
              sum(cancelled)::int AS cancelled, sum(failed_attempts)::int AS failed
         FROM stat_cells WHERE project_id = $1 AND destination_id = $2 AND step = 3600`,
      [PROJECT, destinationId],
    );
    return row;
  }

  it('adds up what is fired and what becomes of it, of the project and of each destination', async () => {
    const [a, b, c, d, e] = refs(await fired(5));
    await countAll();
    await on.deliver.record([outcome(a!, 'delivered'), outcome(b!, 'waiting'), outcome(c!, 'dead')]);
    await on.deliver.record([outcome(d!, 'dead', null)]);
    await on.deliveryLog.cancel(PROJECT, e!.id);
    await on.deliveryLog.retry(PROJECT, b!.id); // is neither an end nor a try
    await countAll();

    const outcomes = { delivered: 1, dead: 2, cancelled: 1, failed: 2 };
    expect(await sums()).toEqual({ fired: 5, ...outcomes });
    expect(await sums(destination)).toEqual({ fired: 0, ...outcomes });
    const [{ durations }] = (await on.sql(
      'SELECT durations FROM stat_cells WHERE destination_id = $1 AND step = 3600',
      [destination],
    )) as [{ durations: number[] }];
    expect(durations.findIndex((count) => count > 0)).toBe(Math.ceil(4 * Math.log2(20)));
    expect(durations.at(-1)).toBe(3);
  });

  it('counts each try of a delivery where it was made, though more has become of it since', async () => {
    const [ref] = refs(await fired());
    await on.deliver.record([outcome(ref!, 'waiting')]);
    await on.sql(`UPDATE deliveries SET status = 'queued' WHERE id = $1`, [ref!.id]);
    await on.deliver.record([outcome(ref!, 'delivered')]);
    await countAll(1); // entry by entry

    expect(await sums()).toMatchObject({ fired: 1, delivered: 1, failed: 1 });
  });

  it('counts what expires with open deliveries as dead', async () => {
    const [event] = await fired();
    await on.sql('UPDATE events SET archive_at = now(), expires_at = now() WHERE id = $1', [event!.id]);
    await on.archiver.runOnce(100);
    await countAll();

    expect(await sums()).toMatchObject({ dead: 1, failed: 0 });
  });

  it('counts everything once, however many count at once', async () => {
    const events = await fired(100);
    await Promise.all(refs(events).map((ref) => on.deliver.record([outcome(ref, 'delivered')])));
    const counts = await Promise.all(
      Array.from({ length: 6 }, async () => {
        let counted = 0;
        for (let turn = 0; turn < 30; turn++)
          counted += (
            await counter()
              .runOnce(7)
              .catch(() => ({ counted: 0 }))
          ).counted;
        return counted;
      }),
    );
    await countAll();

    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
    expect(await sums()).toMatchObject({ fired: 100, delivered: 100 });
  });

  it('counts nothing twice and nothing never when it is ended on its way', async () => {
    await fired(3);
    const failing = new CountFeed(
      Object.assign(Object.create(on.get(CountingRepository)) as CountingRepository, {
        moveOn: () => Promise.reject(new Error('killed')),
      }),
      on.get(FeedTalliesRepository),
      on.database,
    );
    await expect(failing.runOnce(100)).rejects.toThrow('killed');
    expect(await sums()).toMatchObject({ fired: null });
    await countAll();

    expect(await sums()).toMatchObject({ fired: 3 });
  });

  it('misses nothing that is committed late', async () => {
    let release = (): void => {};
    const hold = new Promise<void>((resolve) => (release = resolve));
    let committed: Promise<void> = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      committed = on.database.transaction(async (manager) => {
        await on.writer.write([on.firing()], manager);
        resolve();
        await hold;
      });
      committed.catch(reject);
    });
    await fired(2);
    await countAll();
    expect(await sums()).toMatchObject({ fired: 2 });
    release();
    await committed;
    await countAll();

    expect(await sums()).toMatchObject({ fired: 3 });
  });

  it('finds events that have been archived before they were counted', async () => {
    const [event] = await on.writer.write([on.firing(), on.firing()]);
    await on.log.change(PROJECT, event!.id, { archived: true });
    await countAll();

    expect(await sums()).toMatchObject({ fired: 2 });
  });

  it('tells how late schedules fired', async () => {
    const at = new Date(Date.now() - 90_000);
    const trigger = await on.newTrigger({ trigger_type: 'time-based', schedule_time: at.toISOString() });
    expect(trigger).toBeDefined();
    await on.due.runOnce(10);
    await countAll();
    const [cell] = await on.sql<{ lags: number[]; lag_max_ms: number }>(
      'SELECT lags, lag_max_ms FROM stat_cells WHERE step = 3600 AND lag_max_ms IS NOT NULL',
    );

    expect(cell!.lag_max_ms).toBeGreaterThan(89_000);
    expect(cell!.lag_max_ms).toBeLessThan(120_000);
    expect(cell!.lags.at(-1)).toBe(1);
  });

  it('moves on while nothing happens, and begins anew on a database that was restored from a copy', async () => {
    const counted = () => on.count('SELECT extract(epoch FROM now() - at) FROM stat_position');
    await on.sql(`UPDATE stat_position SET at = now() - interval '1 minute'`);
    await countAll();
    expect(await counted()).toBeLessThan(5);

    await on.sql(
      `UPDATE stat_position SET snapshot = '9000000000:9000000000:', at = now() - interval '1 minute'`,
    );
    await countAll();
    await fired();
    await countAll();
    expect(await sums()).toMatchObject({ fired: 1 });
  });

  it('forgets cells by their length of step, those of destinations sooner', async () => {
    const cell = (destinationId: string, step: number, age: string) =>
      on.sql(
        `INSERT INTO stat_cells VALUES ($1, $2, $3, now() - $4::interval, 1, 0, 0, 0, 0, NULL, '{}', '{}')`,
        [PROJECT, destinationId, step, age],
      );
    await cell(WHOLE_PROJECT, 10, '19 minutes');
    await cell(WHOLE_PROJECT, 10, '21 minutes');
    await cell(WHOLE_PROJECT, 60, '47 hours');
    await cell(destination, 60, '4 hours');
    await cell(WHOLE_PROJECT, 3600, '399 days');
    await cell(WHOLE_PROJECT, 3600, '401 days');
    await cell(destination, 3600, '32 days');

    expect(await on.get(OldFigures).runOnce(100)).toBe(4);
    expect(await on.get(OldFigures).runOnce(100)).toBe(0);
  });
});
