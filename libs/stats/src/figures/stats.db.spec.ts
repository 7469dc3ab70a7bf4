import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { WorkersRepository } from '../workers/workers.repository.js';
import { OPEN_DELIVERIES, OpenDeliveriesRepository } from './open-deliveries.repository.js';
import { OutlookRepository, OWN_FIRINGS, SOON_FIRINGS, TROUBLED } from './outlook.repository.js';
import { Stats } from './stats.js';

const OTHER_PROJECT = '01980000-0000-7000-8000-00000000000f';
const WHOLE_PROJECT = '00000000-0000-0000-0000-000000000000';

describe('Stats', () => {
  const on = usePlatform();
  const stats = () => on.get(Stats);

  beforeEach(async () => {
    for (const table of ['events', 'deliveries', 'stat_cells', 'workers', 'triggers', 'destinations'])
      await on.sql(`DELETE FROM ${table}`);
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'other', 'Other') ON CONFLICT DO NOTHING`,
      [OTHER_PROJECT],
    );
  });

  const cell = (at: string, step: number, delivered: number, destinationId = WHOLE_PROJECT, dead = 0) =>
    on.sql(
      `INSERT INTO stat_cells VALUES ($1, $2, $3::int, date_bin(make_interval(secs => $3::int), now(), 'epoch') - $4::interval,
         0, $5, $6, 0, 0, NULL, '{}', '{}')`,
      [PROJECT, destinationId, step, at, delivered, dead],
    );
  /** A delivery to the destination, in a state. */
  const delivery = async (destination: string, set: string) => {
    const { id } = await on.record({ destination_ids: [destination] });
    await on.sql(`UPDATE deliveries SET ${set} WHERE event_id = $1`, [id]);
  };

  it('have every step of the window, and nothing from before it', async () => {
    await cell('0 s', 60, 3);
    await cell('59 min', 60, 4);
    await cell('60 min', 60, 5);
    await cell('0 s', 600, 7);
    const { series, totals, from, until, step } = await stats().ofProject(PROJECT, '1h');

    expect(series.map(({ delivered }) => delivered)).toEqual([4, ...Array.from({ length: 58 }, () => 0), 3]);
    expect(totals.delivered).toBe(7);
    expect([step, until.getTime() - from.getTime()]).toEqual(['1m', 3_600_000]);
    expect(series[0]!.at).toEqual(from);
    expect((await stats().ofProject(OTHER_PROJECT, '1h')).totals.delivered).toBe(0);
    expect((await stats().ofProject(PROJECT, '24h')).totals.delivered).toBe(7);
  });

  it('of a destination are its own', async () => {
    const { id } = await on.newDestination();
    await cell('0 s', 60, 3);
    await cell('0 s', 60, 2, id);
    const { totals, series } = await stats().ofDestination(PROJECT, id, '1h');

    expect(totals).toEqual({
      delivered: 2,
      dead: 0,
      cancelled: 0,
      failed_attempts: 0,
      duration_ms: { p50: null, p95: null },
    });
    expect(series).toHaveLength(60);
  });

  it('tell what is open apart, of the project alone', async () => {
    const [a, b] = [(await on.newDestination()).id, (await on.newDestination()).id];
    const inLane = `status = 'waiting', in_lane = true, queued_until = NULL`;
    await delivery(a, `status = 'queued'`);
    await delivery(b, `status = 'queued'`);
    await delivery(a, inLane);
    await delivery(a, `${inLane}, next_attempt_at = now() + interval '1 minute'`);
    await delivery(b, `status = 'waiting', next_attempt_at = now() + interval '1 minute'`);
    await delivery(b, `status = 'waiting', next_attempt_at = NULL`);
    await delivery(b, `status = 'dead'`);

    const open = { handed_over: 2, waiting: 1, retrying: 2, parked: 1 };
    const { queue } = await stats().ofProject(PROJECT, '1h');
    expect(queue).toEqual({ ...open, at_least: false });
    expect((await stats().ofProject(OTHER_PROJECT, '1h')).queue).toMatchObject({ handed_over: 0, parked: 0 });
    const counted = on.get(OpenDeliveriesRepository);
    expect(await counted.count(PROJECT, 1)).toMatchObject({ handed_over: 1, at_least: true });
    expect(await counted.count(PROJECT, 10, 1)).toMatchObject({ at_least: true });
    expect(await counted.count(PROJECT, 2, 2)).toMatchObject({ handed_over: 2, at_least: false });
  });

  it('tell which workers are there', async () => {
    const workers = on.get(WorkersRepository);
    const [here, gone] = [uuidV7(Date.now()), uuidV7(Date.now())];
    await workers.beat({ id: gone, name: 'b:2', roles: ['scheduler'] });
    await on.sql(`UPDATE workers SET seen_at = now() - interval '21 seconds'`);
    await workers.beat({ id: here, name: 'a:1', roles: ['delivery', 'maintenance'] });
    await workers.beat({ id: here, name: 'a:1', roles: ['delivery', 'maintenance'] });

    const listed = (await stats().ofProject(PROJECT, '1h')).workers;
    expect(listed).toEqual([
      {
        id: here,
        name: 'a:1',
        roles: ['delivery', 'maintenance'],
        started_at: expect.any(Date) as Date,
        seen_at: expect.any(Date) as Date,
      },
    ]);
    expect(await on.count('SELECT count(*) FROM workers')).toBe(1);
    await workers.leave(here);
    expect((await stats().ofProject(PROJECT, '1h')).workers).toEqual([]);
  });

  it('tell what fires next, also of a project that comes after thousands of others', async () => {
    const later = await on.newTrigger({ name: 'later', trigger_type: 'time-based', delay: '2h' });
    const next = await on.newTrigger({ name: 'next', trigger_type: 'time-based', delay: '1h' });
    await on.newTrigger({ name: 'paused', trigger_type: 'time-based', delay: '1h', enabled: false });
    await on.newTrigger({ name: 'never' });
    await on.sql(
      `INSERT INTO triggers (id, project_id, name, trigger_type, next_fire_at)
       SELECT gen_random_uuid(), $1, 'other', 'time-based', now() + interval '1 minute' FROM generate_series(1, 2500)`,
      [OTHER_PROJECT],
    );

    const { next_firings } = await stats().ofProject(PROJECT, '1h');
    expect(next_firings).toEqual([
      { trigger_id: next.id, name: 'next', at: next.next_fire_at },
      { trigger_id: later.id, name: 'later', at: later.next_fire_at },
    ]);
    expect((await stats().ofProject(OTHER_PROJECT, '1h')).next_firings).toHaveLength(10);
  });

  it('tell which destinations are in trouble, those that get nothing first', async () => {
    const names = ['fine', 'off by hand', 'losing', 'losing more', 'open', 'given up'];
    const ids = new Map<string, string>();
    for (const name of names) ids.set(name, (await on.newDestination({ name })).id);
    const set = (name: string, what: string) =>
      on.sql(`UPDATE destinations SET ${what} WHERE id = $1`, [ids.get(name)]);
    await set('off by hand', 'enabled = false');
    await set('open', `circuit_state = 'open', circuit_reason = 'it answers 500'`);
    await set('given up', `enabled = false, disabled_reason = 'days of failures'`);
    await cell('1 min', 60, 1, ids.get('losing'), 1);
    await cell('61 min', 60, 1, ids.get('losing'), 50); // too long ago
    await cell('1 min', 60, 1, ids.get('losing more'), 2);
    await cell('2 min', 60, 1, ids.get('losing more'), 3);
    await cell('1 min', 60, 9, ids.get('fine'), 0);

    const { destinations_in_trouble } = await stats().ofProject(PROJECT, '1h');
    expect(destinations_in_trouble.map(({ name, dead_last_hour }) => [name, dead_last_hour])).toEqual([
      ['open', 0],
      ['given up', 0],
      ['losing more', 5],
      ['losing', 1],
    ]);
    expect(destinations_in_trouble[0]!.circuit).toMatchObject({ state: 'open', reason: 'it answers 500' });
    expect((await stats().ofProject(OTHER_PROJECT, '1h')).destinations_in_trouble).toEqual([]);
  });

  it('read little of much', async () => {
    await on.sql(
      `INSERT INTO triggers (id, project_id, name, trigger_type, next_fire_at)
       SELECT gen_random_uuid(), $1, 'x', 'time-based', now() + n * interval '1 s' FROM generate_series(1, 20000) n`,
      [PROJECT],
    );
    const { id } = await on.newDestination();
    await on.sql(
      `INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status, next_attempt_at)
       SELECT gen_random_uuid(), gen_random_uuid(), $1, $2, gen_random_uuid(),
              CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'delivered' END, now() FROM generate_series(1, 50000) n`,
      [PROJECT, id],
    );
    await on.sql(
      `INSERT INTO stat_cells SELECT $1, gen_random_uuid(), 60, now() - n * interval '1 min', 1, 1, CASE WHEN n % 500 = 0 THEN 1 ELSE 0 END, 0, 0, NULL, '{}', '{}'
         FROM generate_series(1, 20000) n`,
      [PROJECT],
    );
    await on.sql('ANALYZE');

    expect(await scannedBy(SOON_FIRINGS.text, [PROJECT, 2000, 10])).toEqual([]);
    expect(await scannedBy(OPEN_DELIVERIES.text, [PROJECT, 10_000, 1000])).toEqual([]);
    expect(await scannedBy(TROUBLED.text, [PROJECT, 10])).toEqual([]);
    // of a project with few triggers beside this one's many
    expect(await scannedBy(OWN_FIRINGS.text, [OTHER_PROJECT, 10])).toEqual([]);
    expect(await on.get(OutlookRepository).nextFirings(PROJECT)).toHaveLength(10);
  });

  /** Tables that a statement reads as a whole, of those that have many rows. */
  async function scannedBy(text: string, values: unknown[]): Promise<string[]> {
    const rows = await on.database.query<{ 'QUERY PLAN': string }>({ text: `EXPLAIN ${text}` }, values);
    return rows
      .flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? [])
      .filter((table) => ['triggers', 'deliveries_active', 'stat_cells'].includes(table));
  }
});
