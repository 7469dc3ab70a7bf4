import { beforeEach, describe, expect, it } from 'vitest';
import { durationMs } from '@app/clock';
import { jitterMs, occurrences } from '@app/schedules';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Preview } from '../preview.js';
import type { TriggerDefinition } from '../trigger-definition.js';
import type { Trigger } from '../trigger.entity.js';
import { boundsOf, scheduleOf } from '../trigger-schedule.js';
import { ComingFirings } from './coming-firings.js';
import type { ComingFilter } from './coming-window.js';
import { ForecastRepository } from './forecast.repository.js';
import { Forecast } from './forecast.js';
import type { ComingFiring } from './firings-of.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ELSEWHERE = '01980000-0000-7000-8000-0000000000ff';

describe('What is coming', () => {
  const on = usePlatform();
  const nothing = () => on.sql('TRUNCATE triggers, destinations CASCADE');
  beforeEach(async () => {
    await nothing();
  });

  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const scheduled = (rest: Partial<TriggerDefinition>) =>
    on.newTrigger({ trigger_type: 'scheduled', ...rest });
  const page = (filter: ComingFilter = {}, limit = 200, cursor?: string) =>
    on.get(ComingFirings).list(PROJECT, filter, limit, cursor);

  async function all(filter: ComingFilter = {}, limit = 200): Promise<ComingFiring[]> {
    const found: ComingFiring[] = [];
    for (let cursor: string | undefined; ;) {
      const { data, next_cursor } = await page(filter, limit, cursor);
      found.push(...data);
      if (next_cursor === null) return found;
      cursor = next_cursor;
    }
  }

  /** With these triggers and nothing overdue; looks again when a minute began meanwhile, since what counts begins with it. */
  async function withinAMinute(
    made: Partial<TriggerDefinition>[],
    look: (origin: Date) => Promise<void>,
  ): Promise<void> {
    const origin = () => on.database.snapshot((manager) => on.get(ForecastRepository).begin(20_000, manager));
    for (;;) {
      const before = await origin();
      await nothing();
      await Promise.all(made.map((one) => scheduled(one)));
      const failure = await look(before).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if ((await origin()).getTime() !== before.getTime()) continue;
      if (failure) throw failure.error;
      return;
    }
  }

  /** The same, trigger by trigger, occurrence by occurrence; nothing of it is overdue. */
  async function bruteForce(from: Date, until: Date): Promise<string[]> {
    const found: ReturnType<typeof line>[] = [];
    for (const trigger of await on.sql<Trigger>('SELECT * FROM triggers WHERE next_fire_at IS NOT NULL')) {
      const { id, jitter, next_occurrence_at } = trigger;
      const bounds = boundsOf(trigger);
      const endAt = new Date(Math.min(bounds.endAt?.getTime() ?? Infinity, until.getTime()));
      const after = new Date(next_occurrence_at!.getTime() - 1);
      for (const at of occurrences(scheduleOf(trigger)!, { ...bounds, endAt }, after, Infinity)) {
        const delay = jitter === null ? 0 : jitterMs(id, at, durationMs(jitter));
        const fires_at = new Date(at.getTime() + delay);
        if (fires_at >= from && fires_at < until)
          found.push(line({ fires_at, trigger_id: id, scheduled_for: at }));
      }
    }
    return found.toSorted((a, b) => (a < b ? -1 : 1));
  }
  const line = ({
    fires_at,
    trigger_id,
    scheduled_for,
  }: Pick<ComingFiring, 'fires_at' | 'trigger_id' | 'scheduled_for'>) =>
    `${fires_at.toISOString()} ${trigger_id} of ${scheduled_for.toISOString()}`;

  const kinds = (): Partial<TriggerDefinition>[] => [
    ...['90s', '7m', '30m', '1.5h', '1d', '90.5s', '3.7m'].flatMap((every) => [
      { every },
      { every, max_runs: 30 },
      { every, end_at: inMs(5 * HOUR + 1234) },
    ]),
    ...['*/5 * * * *', '0 * * * *', '30 2 * * *', '*/40 0-30 * * * *', '0 9 * * 1-5', '0 0 1 1 *'].flatMap(
      (cron) => [
        { cron, timezone: 'Europe/Berlin' },
        { cron, timezone: 'America/New_York', max_runs: 20 },
        { cron, timezone: 'Asia/Kathmandu', start_at: inMs(2 * HOUR), end_at: inMs(9 * HOUR) },
      ],
    ),
    { every: '1h', start_at: inMs(-12_345_678) },
    { schedule_time: inMs(HOUR) },
    { schedule_time: inMs(48 * HOUR) },
  ];

  it('is what each trigger fires by its own schedule, in order, and as much as the forecast counts', async () => {
    await withinAMinute(kinds(), async (origin) => {
      const { minutes, from } = await on.get(Forecast).make(PROJECT);
      const coming = await all();

      expect(coming.map(line)).toEqual(await bruteForce(origin, new Date(origin.getTime() + 24 * HOUR)));
      const counted = Array<number>(1440).fill(0);
      for (const { fires_at } of coming) {
        counted[Math.floor((fires_at.getTime() - from.getTime()) / MINUTE)]! += 1;
      }
      expect(counted).toEqual(minutes);
    });
  });

  it('is in the order in which it fires, jitter included, wherever one begins', async () => {
    const jitters: Partial<TriggerDefinition>[] = [
      { cron: '0 * * * *', jitter: '50m' },
      { cron: '0 * * * *', jitter: '1.001s' },
      { cron: '*/20 * * * * *', jitter: '10s' },
      { cron: '15 3 * * *', timezone: 'Asia/Kathmandu', jitter: '20h' },
      { every: '1h', jitter: '59m' },
      { every: '90.5s', jitter: '90s', max_runs: 300 },
      { schedule_time: inMs(HOUR), jitter: '10h' },
    ];
    await withinAMinute([...jitters, ...jitters, ...kinds()], async (origin) => {
      for (const [begin, end] of [
        [0, 20],
        [0.5, 31],
        [181, 182],
        [600, 612],
        [2000, 2010],
      ]) {
        const from = new Date(origin.getTime() + begin! * MINUTE);
        const until = new Date(origin.getTime() + end! * MINUTE);
        const coming = await all({ from, until }, end === 612 ? 7 : 200);
        expect(coming.map(line), `from minute ${begin} to ${end}`).toEqual(await bruteForce(from, until));
      }
    });
  });

  it('has all that fires at one instant, each once, whatever the page', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        scheduled({ cron: '0 * * * *', name: `n${n}`, timezone: n % 2 ? 'UTC' : 'Europe/Berlin' }),
      ),
    );
    await scheduled({ every: '1m' });
    const from = new Date(Math.ceil(Date.now() / HOUR) * HOUR);
    const coming = await all({ from, until: new Date(from.getTime() + 2 * HOUR) }, 3);

    expect(coming).toHaveLength(2 * (20 + 60));
    expect(new Set(coming.map(line)).size).toBe(coming.length);
    expect(coming.find(({ every }) => every !== null)).toMatchObject({ cron: null, timezone: null });
    expect(coming.find(({ trigger_name }) => trigger_name === 'n1')).toMatchObject({
      cron: '0 * * * *',
      timezone: 'UTC',
      jitter: null,
    });
  });

  it('equals what the plan of a trigger says, and can be of one trigger or of one destination', async () => {
    const [a, b] = [await on.newDestination(), await on.newDestination()];
    const one = await scheduled({ cron: '*/7 * * * *', timezone: 'Europe/Berlin', destinations: [a.id] });
    await scheduled({ every: '10m', destinations: [b.id] });
    const ofTrigger = await page({ triggerId: one.id }, 50);
    const { kept } = await on.get(Preview).plan(PROJECT, one.id, 51, (same) => same);

    const times = ofTrigger.data.map(({ scheduled_for }) => scheduled_for.getTime());
    expect(kept.map(Number)).toEqual(expect.arrayContaining(times.slice(1))); // the first may be past by now
    expect(ofTrigger.next_cursor).not.toBeNull();
    expect(new Set((await all({ destinationId: a.id })).map(({ trigger_id }) => trigger_id))).toEqual(
      new Set([one.id]),
    );
    expect(await all({ triggerId: one.id, destinationId: b.id })).toEqual([]);
  });

  it('begins with what is overdue, unless it will be skipped, and has nothing of what does not fire', async () => {
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'elsewhere', 'E') ON CONFLICT DO NOTHING`,
      [ELSEWHERE],
    );
    const overdue = await scheduled({ every: '1h', name: 'overdue' });
    const lapsed = await scheduled({ every: '1h', name: 'lapsed', misfire_policy: 'skip' });
    await on.sql(`UPDATE triggers SET next_occurrence_at = next_occurrence_at - interval '6.5 hours',
                         next_fire_at = next_fire_at - interval '6.5 hours', anchor_at = anchor_at - interval '6.5 hours'`);
    await scheduled({ every: '1m', enabled: false });
    const archived = await scheduled({ every: '1m' });
    await on.triggers.set(PROJECT, archived.id, { archived: true });
    const moved = await scheduled({ every: '1m' });
    await on.sql('UPDATE triggers SET project_id = $1 WHERE id = $2', [ELSEWHERE, moved.id]);
    await on.newTrigger();

    const coming = await all({ until: new Date(Date.now() + 2 * HOUR) }, 1);
    const next = coming.slice(1).map(({ trigger_name }) => trigger_name);
    expect(coming[0]).toMatchObject({ trigger_id: overdue.id });
    expect(coming[0]!.fires_at.getTime()).toBeLessThan(Date.now() - 5 * HOUR);
    expect(next.toSorted((a, b) => a.localeCompare(b))).toEqual(['lapsed', 'lapsed', 'overdue', 'overdue']);
    const later = await all({ from: new Date(Date.now() + 2 * MINUTE), until: new Date(Date.now() + HOUR) });
    expect(later.map(({ trigger_id }) => trigger_id).toSorted((a, b) => a.localeCompare(b))).toEqual(
      [overdue.id, lapsed.id].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('looks past any number of triggers whose runs are used up by then', async () => {
    const spent = await scheduled({ cron: '* * * * *', max_runs: 2 });
    await on.sql(
      `INSERT INTO triggers (id, project_id, name, trigger_type, cron, max_runs, next_occurrence_at, next_fire_at)
       SELECT gen_random_uuid(), $1, 'spent', 'scheduled', cron, max_runs, next_occurrence_at, next_fire_at
         FROM triggers, generate_series(1, 300) WHERE id = $2`,
      [PROJECT, spent.id],
    );
    const last = await scheduled({ cron: '* * * * *', timezone: 'Asia/Tokyo' });
    const from = new Date(Math.ceil(Date.now() / HOUR) * HOUR + HOUR);
    const coming = await all({ from, until: new Date(from.getTime() + 3 * MINUTE) }, 2);

    expect(coming.map(({ trigger_id }) => trigger_id)).toEqual([last.id, last.id, last.id]);
  });

  it('refuses windows and cursors that cannot be', async () => {
    const [from, until] = [new Date(inMs(2 * HOUR)), new Date(inMs(HOUR))];
    const far = new Date(inMs(400 * 24 * HOUR));
    const pointers = async (...asked: Parameters<typeof page>) =>
      page(...asked).then(
        () => [],
        ({ faults }: { faults: { pointer: string }[] }) => faults.map(({ pointer }) => pointer),
      );
    expect(await pointers({ from, until })).toEqual(['/until']);
    expect(await pointers({ from: far })).toEqual(['/from']);
    expect(await pointers({ until: far })).toEqual(['/until']);
    for (const cursor of ['x', Buffer.from('1 x').toString('base64url'), Buffer.from('1').toString('base64')])
      expect(await pointers({}, 10, cursor)).toEqual(['/cursor']);
    expect(await pointers({ until: new Date(0) }), 'the past is over').toEqual([]);
  });
});
