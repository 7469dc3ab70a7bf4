import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Alerts } from '@app/deliveries';
import { Policies } from '@app/retention';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { FireTrigger } from './fire-trigger.js';
import { ManualEvents } from './manual-events.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const POLICY = { archive_after: '90s', delete_after: '3h' };
const OF_PROJECT = [1.5 * MINUTE, 3 * HOUR];
const OF_INSTALLATION = [2 * HOUR, 48 * HOUR];
const OF_TESTS = [10 * MINUTE, HOUR];
const OWN = { archive_after: '5m', delete_after: 'never' };
const OF_TRIGGER = [5 * MINUTE, Infinity];
const PAST = new Date(Date.now() - 1000).toISOString();

describe('How long an event lives', () => {
  const on = usePlatform();
  const fire = () => on.get(FireTrigger);
  const manual = () => on.get(ManualEvents);
  const setPolicy = (policy: typeof POLICY | null) => on.get(Policies).set(PROJECT, policy);
  const keyOf = (value: string) => ({ value, fingerprint: createHash('sha256').update(value).digest() });

  beforeEach(() => setPolicy(null));

  interface Times {
    fired_at: Date;
    archive_at: Date | number;
    expires_at: Date | number;
  }
  const lifeOf = ({ fired_at, archive_at, expires_at }: Times) =>
    [archive_at, expires_at].map((at) => Number(at) - fired_at.getTime());
  const lifeOfRow = async (id: string) => lifeOf(await on.row<Times>('events', id));
  const newestOf = async (trigger: string) => {
    const [row] = await on.sql<{ id: string }>(
      'SELECT id FROM events WHERE trigger_id = $1 ORDER BY id DESC LIMIT 1',
      [trigger],
    );
    return row!;
  };
  const alert = async (trigger: { id: string; retention: typeof OWN | null } | null) => {
    const about = trigger && { ...trigger, name: 'x', trigger_type: 'api', labels: {} };
    const rest = { alert: 'test', trigger: about, details: {}, destination_ids: [] };
    await on.database.transaction((manager) =>
      on.get(Alerts).record([{ project_id: PROJECT, ...rest }], manager),
    );
    const [row] = await on.sql<{ id: string }>(
      `SELECT id FROM events WHERE source = 'alert' ORDER BY id DESC LIMIT 1`,
    );
    return row!;
  };

  /** Every way in which a trigger makes events. */
  const DOORS: Record<string, (retention: typeof OWN | null) => Promise<{ id: string }>> = {
    'a call': async (retention) => fire().fire(PROJECT, (await on.newTrigger({ retention })).id, 'api'),
    'a call with a key': async (retention) => {
      const { id } = await on.newTrigger({ retention });
      return fire().fire(PROJECT, id, 'api', {}, keyOf(id));
    },
    'a hook': async (retention) =>
      fire().fireHook(on.triggers.hookToken(await on.newTrigger({ retention }))!),
    'a schedule': async (retention) => {
      const { id } = await on.newTrigger({ trigger_type: 'time-based', schedule_time: PAST, retention });
      await on.due.runOnce(100);
      return newestOf(id);
    },
    'an edit that settles what was due': async (retention) => {
      const { id } = await on.newTrigger({ trigger_type: 'time-based', schedule_time: PAST, retention });
      await on.triggers.change(PROJECT, id, (present) => ({ ...present, delay: '1h' }));
      return newestOf(id);
    },
    'an event by hand of a trigger': async (retention) =>
      manual().create(PROJECT, { payload: {}, trigger_id: (await on.newTrigger({ retention })).id }),
    'an event by hand of a trigger, to other destinations': async (retention) =>
      manual().create(PROJECT, {
        payload: {},
        trigger_id: (await on.newTrigger({ retention })).id,
        destinations: [{ url: 'http://127.0.0.1:9/' }],
      }),
    'a replay with another payload': async (retention) => {
      const { id } = await fire().fire(PROJECT, (await on.newTrigger({ retention })).id, 'api');
      return manual().replay(PROJECT, id, { other: true });
    },
    'an alert about a trigger': async (retention) =>
      alert({ id: (await on.newTrigger({ retention })).id, retention }),
  };
  /** And without one. */
  const AD_HOC: Record<string, () => Promise<{ id: string }>> = {
    'an event by hand': () => manual().create(PROJECT, { payload: {} }),
    'an event by hand, to a destination of its own': () =>
      manual().create(PROJECT, { payload: {}, destinations: [{ url: 'http://127.0.0.1:9/' }] }),
    'an alert': () => alert(null),
  };

  it.each(Object.entries({ ...AD_HOC, ...DOORS }))(
    'is what its project says by then, without any delay: %s',
    async (_, door) => {
      expect(await lifeOfRow((await door(null)).id)).toEqual(OF_INSTALLATION);
      await setPolicy(POLICY);
      expect(await lifeOfRow((await door(null)).id)).toEqual(OF_PROJECT);
      await setPolicy(null);
      expect(await lifeOfRow((await door(null)).id)).toEqual(OF_INSTALLATION);
    },
  );

  it.each(Object.entries(DOORS))('is what its trigger says, if that says something: %s', async (_, door) => {
    await setPolicy(POLICY);
    expect(await lifeOfRow((await door(OWN)).id)).toEqual(OF_TRIGGER);
  });

  it('is that of a test, whatever project and trigger say', async () => {
    await setPolicy(POLICY);
    const { id } = await on.newTrigger({ retention: OWN });
    const draft = { name: 'Draft', trigger_type: 'api' as const, retention: OWN };

    expect(lifeOf(await manual().test(PROJECT, id))).toEqual(OF_TESTS);
    expect(lifeOf(await manual().testDraft(PROJECT, draft))).toEqual(OF_TESTS);
  });

  it('is that of its trigger from the next event on when the trigger is edited', async () => {
    const { id } = await on.newTrigger();
    expect(lifeOf(await fire().fire(PROJECT, id, 'api'))).toEqual(OF_INSTALLATION);
    await on.triggers.change(PROJECT, id, (present) => ({ ...present, retention: OWN }));

    expect(lifeOf(await fire().fire(PROJECT, id, 'api'))).toEqual(OF_TRIGGER);
  });

  it('is answered as it is written, also to a repeat once the policy has changed', async () => {
    await setPolicy(POLICY);
    const { id } = await on.newTrigger();
    const first = await fire().fire(PROJECT, id, 'api', {}, keyOf('again'));
    expect(lifeOf(first)).toEqual(OF_PROJECT);
    await setPolicy({ archive_after: 'never', delete_after: 'never' });
    const again = await fire().fire(PROJECT, id, 'api', {}, keyOf('again'));

    expect(again).toEqual({ ...first, repeated: true });
  });

  it('is each firing’s own in a batch of several projects', async () => {
    const other = '01980000-0000-7000-8000-00000000000b';
    await on.sql(`INSERT INTO projects (id, slug, name) VALUES ($1, 'other', 'Other')`, [other]);
    await on.get(Policies).set(other, { archive_after: 'never', delete_after: 'never' });
    await setPolicy(POLICY);
    const lifetime = { archiveAfterMs: 1500, deleteAfterMs: null };
    const events = await on.writer.write([
      on.firing(),
      on.firing({ project_id: other }),
      on.firing({ lifetime }),
      on.firing({ lifetime, project_id: other }),
    ]);

    expect(events.map((event) => lifeOf(event!))).toEqual([
      OF_PROJECT,
      [Infinity, Infinity],
      [1500, Infinity],
      [1500, Infinity],
    ]);
  });

  describe('and the destinations that are made for it', () => {
    const DAY = 24 * HOUR;
    const AD_HOC_DESTINATIONS = [{ url: 'http://127.0.0.1:9/' }];
    const adHoc = async () => {
      const event = await manual().create(PROJECT, { payload: {}, destinations: AD_HOC_DESTINATIONS });
      return { id: event.id, destination: event.deliveries[0]!.destination_id };
    };
    /** In ms from the firing of the event. */
    const livesOf = async (destination: string, eventId: string) => {
      const { fired_at } = await on.row<Times>('events', eventId);
      const { ephemeral_until } = await on.row<{ ephemeral_until: Date }>('destinations', destination);
      return ephemeral_until.getTime() - fired_at.getTime();
    };

    it('live as long as it does, under whatever policy', async () => {
      await setPolicy({ archive_after: '2h', delete_after: '30d' });
      const long = await adHoc();
      const lives = await livesOf(long.destination, long.id);
      expect(lives).toBeGreaterThanOrEqual(30 * DAY);
      expect(lives).toBeLessThan(30 * DAY + 2 * MINUTE);

      await setPolicy({ archive_after: '2h', delete_after: 'never' });
      const kept = await adHoc();
      expect(await livesOf(kept.destination, kept.id)).toBeGreaterThan(1000 * 365 * DAY);
    });

    it('live on for another event that is to go there, and a lasting one stays lasting', async () => {
      const { id, destination } = await adHoc();
      await setPolicy({ archive_after: '2h', delete_after: '30d' });
      const replayed = await manual().replay(PROJECT, id, { other: true });
      expect(await livesOf(destination, replayed.id)).toBeGreaterThanOrEqual(30 * DAY);

      await setPolicy({ archive_after: '2h', delete_after: '60d' });
      const { id: lasting } = await on.newDestination();
      const next = await manual().create(PROJECT, { payload: {}, destinations: [destination, lasting] });
      expect(await livesOf(destination, next.id)).toBeGreaterThanOrEqual(60 * DAY);
      expect(await on.row('destinations', lasting)).toMatchObject({ ephemeral_until: null });
    });
  });
});
