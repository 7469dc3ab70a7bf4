import { beforeEach, describe, expect, it } from 'vitest';
import { durationMs } from '@app/clock';
import { expectedFirings, occurrences } from '@app/schedules';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { eventually } from '../../../../test/support/eventually.js';
import type { TriggerDefinition } from '../trigger-definition.js';
import type { Trigger } from '../trigger.entity.js';
import { boundsOf, scheduleOf } from '../trigger-schedule.js';
import { DESTINATIONS, GROUPS } from './forecast-statements.js';
import { Forecast } from './forecast.js';
import { ForecastRepository } from './forecast.repository.js';
import type { LoadForecast } from './load-forecast.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ELSEWHERE = '01980000-0000-7000-8000-0000000000ff';
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

describe('A forecast of the load', () => {
  const on = usePlatform();
  beforeEach(async () => {
    await on.sql('TRUNCATE triggers, destinations CASCADE');
  });

  const make = (...limits: number[]) => on.get(Forecast).make(PROJECT, ...limits);
  const scheduled = (rest: Partial<TriggerDefinition>) =>
    on.newTrigger({ trigger_type: 'scheduled', ...rest });
  const rows = () =>
    on.sql<Trigger>('SELECT * FROM triggers WHERE enabled AND NOT archived AND next_fire_at IS NOT NULL');

  /** Triggers as they would stand after they were made at any time; each n is another. */
  const load = (
    count: number,
    columns: { cron?: string; every?: string; next: string },
    project: string = PROJECT,
  ) =>
    on.sql(
      `INSERT INTO triggers (id, project_id, name, trigger_type, cron, every, anchor_at, next_occurrence_at, next_fire_at)
       SELECT gen_random_uuid(), $1, 'n' || n, 'scheduled', cron, every, next - every::interval, next, next
         FROM (SELECT n, ${columns.cron ?? 'NULL'} AS cron, ${columns.every ?? 'NULL'} AS every,
                      date_trunc('milliseconds', ${columns.next}) AS next
                 FROM generate_series(1, ${count}) AS n) AS s`,
      [project],
    );

  /** The same, trigger by trigger, occurrence by occurrence. */
  async function bruteForce({ from }: LoadForecast): Promise<number[]> {
    const minutes = Array<number>(1440).fill(0);
    for (const trigger of await rows()) {
      const [schedule, next] = [scheduleOf(trigger)!, trigger.next_occurrence_at!];
      const bounds = boundsOf(trigger);
      if (trigger.jitter !== null) {
        const maxJitterMs = durationMs(trigger.jitter);
        const expected = expectedFirings({ schedule, next, bounds, maxJitterMs, firesLate: true }, from);
        expected.forEach((firings, minute) => (minutes[minute]! += firings));
        continue;
      }
      const overdue = next < from ? 1 : 0;
      minutes[0]! += overdue;
      const runsLeft = bounds.runsLeft === null ? null : bounds.runsLeft - overdue;
      const endAt = new Date(Math.min(bounds.endAt?.getTime() ?? Infinity, from.getTime() + DAY));
      const after = new Date(Math.max(next.getTime(), from.getTime()) - 1);
      for (const at of occurrences(schedule, { startAt: null, endAt, runsLeft }, after, Infinity))
        minutes[Math.floor((at.getTime() - from.getTime()) / MINUTE)]! += 1;
    }
    return minutes;
  }

  it('is what each trigger will fire by its own schedule, all together', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const kinds: Partial<TriggerDefinition>[] = [
      ...[
        '30s',
        '7s',
        '90s',
        '1m',
        '30m',
        '1.5h',
        '0.5d',
        '1d',
        '1w',
        '90.5s',
        '1.001s',
        '1500ms',
        '0.333m',
      ].flatMap((every) => [{ every }, { every, max_runs: 3 }, { every, end_at: at(5 * 3_600_000 + 1234) }]),
      ...['*/5 * * * *', '0 * * * *', '30 2 * * *', '*/20 * * * * *', '0 9 * * 1-5', '0 0 1 1 *'].flatMap(
        (cron) => [
          { cron, timezone: 'Europe/Berlin' },
          { cron, timezone: 'America/New_York', max_runs: 2 },
          { cron, timezone: 'Asia/Kathmandu', start_at: at(2 * 3_600_000), end_at: at(9 * 3_600_000) },
        ],
      ),
      { every: '1h', start_at: at(-12_345_678) },
      { schedule_time: at(3_600_000) },
      { schedule_time: at(2 * DAY) },
      { schedule_time: at(-3_600_000) }, // overdue: nobody fires here
    ];
    await Promise.all(kinds.map((kind) => scheduled(kind)));
    await on.sql(
      `UPDATE triggers SET anchor_at = anchor_at - 10 * every::interval,
              next_occurrence_at = next_occurrence_at - 10 * every::interval,
              next_fire_at = next_fire_at - 10 * every::interval WHERE every IN ('7s', '30m', '90.5s')`,
    ); // as if nobody had fired them for a while
    const { from, ...forecast } = await make();

    expect(forecast.minutes).toEqual(await bruteForce({ from, ...forecast }));
    expect(forecast).toMatchObject({ firings: sum(forecast.minutes), estimated: false });
    expect(from.getTime() % MINUTE).toBe(0);
    expect(Math.abs(Date.now() - from.getTime())).toBeLessThan(2 * MINUTE);
  });

  it('shares firings out over their jitter', async () => {
    await Promise.all([
      scheduled({ cron: '0 * * * *', jitter: '50m' }),
      scheduled({ cron: '*/20 * * * * *', jitter: '10s' }),
    ]);
    const forecast = await make();

    const expected = await bruteForce(forecast);
    forecast.minutes.forEach((firings, minute) => expect(firings).toBeCloseTo(expected[minute]!, 2));
    await on.sql('DELETE FROM triggers');
    await scheduled({ every: '1h', jitter: '30m' }); // to the minute in which it began, not the second
    const { firings } = await make();
    expect(firings).toBeGreaterThan(22.9);
    expect(firings).toBeLessThanOrEqual(24);
  });

  it('knows nothing of what does not fire by itself, or in another project', async () => {
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'elsewhere', 'E') ON CONFLICT DO NOTHING`,
      [ELSEWHERE],
    );
    await load(10, { every: `'1m'`, next: `now() + interval '10 seconds'` }, ELSEWHERE);
    await scheduled({ every: '1m', enabled: false });
    const archived = await scheduled({ every: '1m' });
    await on.triggers.set(PROJECT, archived.id, { archived: true });
    await on.newTrigger();
    await scheduled({ schedule_time: '2020-01-01T00:00:00Z', misfire_policy: 'skip' }); // too late, let go

    expect(await make()).toMatchObject({
      minutes: Array(1440).fill(0),
      firings: 0,
      by_destination: {},
      other_destinations: { destinations: 0, firings: 0 },
      peaks: [],
    });
  });

  it('counts by destination, for each that a trigger has', async () => {
    const [a, b] = [await on.newDestination(), await on.newDestination()];
    await scheduled({ every: '1h', destinations: [a.id, b.id] });
    await scheduled({ cron: '*/10 * * * *', destinations: [b.id] });
    const { by_destination, other_destinations, firings } = await make();

    // The first comes an hour from now, so the last of 24 comes when the day is over, if that began with this minute.
    expect([23, 24]).toContain(by_destination[a.id]);
    expect([143, 144]).toContain(by_destination[b.id]! - by_destination[a.id]!);
    expect(firings).toBe(by_destination[b.id]); // both triggers go there
    expect(other_destinations).toEqual({ destinations: 0, firings: 0 });
  });

  it('names the hundred destinations with the most firings, and sums up the others', async () => {
    await load(130, { every: `(n || 'm')`, next: `date_trunc('minute', now()) + interval '2 minutes'` });
    await on.sql(
      `INSERT INTO destinations (id, project_id, name, kind, url, retry, secret_sealed)
       SELECT id, project_id, name, 'http', '', '{}', '' FROM triggers`,
    );
    await on.sql(`INSERT INTO trigger_destinations SELECT id, id, project_id, 0 FROM triggers`);
    const { by_destination, other_destinations, firings } = await make();

    const named = Object.values(by_destination);
    expect(named).toHaveLength(100);
    expect([1438, 1439]).toContain(named[0]);
    expect(named.at(-1)).toBe(15);
    expect(other_destinations.destinations).toBe(30);
    expect(sum(named) + other_destinations.firings).toBe(firings);
  });

  it('says which minutes stand out, who makes them, and what would thin them out', async () => {
    await load(1000, { cron: `'0 * * * *'`, next: `date_trunc('hour', now()) + interval '1 hour'` });
    await load(600, { every: `'1h'`, next: `now() + n * interval '6 seconds'` });
    const { peaks } = await make();

    expect(peaks.length).toBeGreaterThanOrEqual(23); // 24, but in the first minute of an hour
    for (const { at, firings, usual, minutes, schedules, suggestion } of peaks) {
      expect([at.getUTCMinutes(), firings, usual, minutes]).toEqual([0, 1010, 10, 1]);
      expect(schedules).toEqual([
        { cron: '0 * * * *', timezone: 'UTC', every: null, jitter: null, triggers: 1000, firings: 1000 },
      ]);
      expect(suggestion).toMatchObject({ jitter: '45m', firings: 32.222 });
      expect(suggestion!.text).toContain('0 * * * * (UTC)');
    }
  });

  describe('of many triggers', () => {
    const groups = (largest = 8000) =>
      on.database.snapshot(async (manager) => {
        const from = await on.get(ForecastRepository).begin(20_000, manager);
        return on.get(ForecastRepository).groups(PROJECT, from, largest, 100, manager);
      });

    it('takes those together that fire in the same minutes, whenever they began', async () => {
      await load(5000, { every: `'30m'`, next: `now() + n * interval '350 ms'` });
      await load(30_000, { cron: `'*/5 * * * *'`, next: `date_trunc('hour', now()) + interval '1 hour'` });

      const found = await groups();
      expect(found.length).toBeLessThanOrEqual(32);
      expect(sum(found.map(({ triggers }) => triggers))).toBe(35_000);
      const { from, minutes, triggers } = await make();
      expect(triggers).toBe(35_000);
      const begun = await on.sql<{ minute: number; firings: number }>(
        `SELECT floor(extract(epoch FROM at - $1::timestamptz) / 60)::int AS minute, count(*)::int AS firings
           FROM triggers, generate_series(next_occurrence_at, $1::timestamptz + interval '1 day', every::interval) AS at
          WHERE every IS NOT NULL AND at < $1::timestamptz + interval '1 day' GROUP BY 1`,
        [from],
      );
      const [{ next } = { next: from }] = await on.sql<{ next: Date }>(
        'SELECT next_occurrence_at AS next FROM triggers WHERE cron IS NOT NULL LIMIT 1',
      );
      const expected = Array.from({ length: 1440 }, (_, minute) => {
        const at = from.getTime() + minute * MINUTE;
        return at >= next.getTime() && at % (5 * MINUTE) === 0 ? 30_000 : 0;
      });
      for (const { minute, firings } of begun) expected[minute]! += firings;
      expect(minutes).toEqual(expected);
    });

    it('with too many different schedules judges some by a sample, the same each time, and says so', async () => {
      await load(3000, {
        cron: `(n % 60 || ' */' || 1 + n % 12 || ' * * *')`,
        next: `now() + n * interval '1 second'`,
      });
      await load(2000, { every: `(3600 + n || 's')`, next: `now() + n * interval '1 second'` });
      await load(500, { every: `'1h'`, next: `now() + interval '1 second'` });
      const exact = await make();
      const [one, other] = [await make(100, 400), await make(100, 400)];

      expect([exact.estimated, one.estimated]).toEqual([false, true]);
      expect(one.triggers).toBe(exact.triggers);
      expect(Math.abs(one.firings / exact.firings - 1)).toBeLessThan(0.2);
      if (one.from.getTime() === other.from.getTime()) expect(other).toEqual(one);
    });

    it('reads no triggers of other projects', async () => {
      await on.sql(
        `INSERT INTO projects (id, slug, name) VALUES ($1, 'elsewhere', 'E') ON CONFLICT DO NOTHING`,
        [ELSEWHERE],
      );
      await load(30_000, { every: `'1m'`, next: `now() + interval '10 seconds'` }, ELSEWHERE);
      await load(20, { every: `'1m'`, next: `now() + interval '10 seconds'` });
      const { id: destination } = await on.newDestination();
      await on.sql('INSERT INTO trigger_destinations SELECT id, $1, project_id, 0 FROM triggers', [
        destination,
      ]);
      await on.sql('ANALYZE triggers, trigger_destinations');
      const values = [`'${PROJECT}'`, Date.now()];
      const plan = async ({ text }: { text: string }, ...more: unknown[]) => {
        const all = [...values, ...more];
        const filled = text.replaceAll(/\$(\d)/g, (_, n: string) => String(all[Number(n) - 1]));
        return JSON.stringify(await on.sql(`EXPLAIN ${filled}`));
      };

      for (const found of [
        await plan(GROUPS, 100, 100),
        await plan(DESTINATIONS, `'{1}'`, `'{1}'`, 1, 100),
      ]) {
        expect(found).toContain('Index Cond: (project_id = ');
        expect(found).not.toContain('Seq Scan on triggers');
      }
    });
  });

  it('is made once for all who ask at the same time', async () => {
    await scheduled({ every: '1h' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => on.get(Forecast).of(PROJECT)));

    expect(new Set(answers).size).toBe(1);
  });

  it('that takes the database too long is refused for now, and made when it is asked for again', async () => {
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'elsewhere', 'E') ON CONFLICT DO NOTHING`,
      [ELSEWHERE],
    );
    await on.database.transaction(async (manager) => {
      await manager.query('LOCK TABLE triggers IN ACCESS EXCLUSIVE MODE');
      const refused = expect(on.get(Forecast).of(ELSEWHERE)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'forecast.too_slow',
      });
      await eventually(async () =>
        // as statement_timeout does
        expect(
          await on.sql(
            `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          ),
        ).toHaveLength(1),
      );
      await refused;
    });
    expect(await on.get(Forecast).of(ELSEWHERE)).toMatchObject({ estimated: false });
  });
});
