import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7Floor } from '@app/clock';
import { DEFAULT_PROJECT } from '@app/database';
import { enterLabels, SLICED_TABLES, sliceName } from '@app/events';
import { expecting } from '../support/api-client.js';
import type { AppProcess } from '../support/app-process.js';
import type { EventWithDeliveries, Page } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVENTS = 20;

/** Those that wait for somebody else in the middle of a statement, and whose they are. */
const WAITING = `
  SELECT application_name AS worker FROM pg_stat_activity
   WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`;
const MOVE = '%DELETE FROM events%';
const DETACHMENT = 'ALTER TABLE % DETACH PARTITION % CONCURRENTLY';

/** All there is, at one moment: `whole` are events with a delivery and a label at the same place. */
const THERE = `
  SELECT (SELECT count(*) FROM events e JOIN deliveries d ON d.bucket = e.bucket AND d.event_id = e.id
                                        JOIN event_labels l ON l.bucket = e.bucket AND l.event_id = e.id)::int AS whole,
         (SELECT count(*) FROM events)::int AS events, (SELECT count(*) FROM deliveries)::int AS deliveries,
         (SELECT count(*) FROM event_labels)::int AS labels,
         (SELECT count(*) FROM events WHERE bucket <> 0) = (SELECT sum(events) FROM archive_slices) AS counted`;

const OLD = `
  WITH slice AS (
    INSERT INTO archive_slices (bucket, starts_at, ends_at, events, latest_expiry)
    VALUES (1, $4, $4::timestamptz + interval '1 hour', cardinality($1::uuid[]), now() + interval '1 hour')
  ), event AS (
    INSERT INTO events (bucket, id, project_id, source, payload, labels, fired_at, archive_at, expires_at)
    SELECT 1, id, $2, 'manual', '{}', '{"age": "old"}', $4, $4, now() + interval '1 hour' FROM unnest($1::uuid[]) id
    RETURNING *
  ), delivery AS (
    INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, finished_at)
    SELECT bucket, id, id, project_id, $3, id, 'delivered', now() FROM event
  )${enterLabels('event')}`;
const EXPIRE = `
  WITH slice AS (UPDATE archive_slices SET latest_expiry = now() WHERE bucket = 1 AND starts_at = $2)
  UPDATE events SET expires_at = now() WHERE bucket = 1 AND id = ANY ($1)`;
const LEFT = `
  SELECT (SELECT count(to_regclass(name)) FROM unnest($1::text[]) name) +
         (SELECT count(*) FROM archive_slices WHERE bucket = 1 AND starts_at = $2)`;
const PENDING = 'SELECT count(*) FROM pg_inherits WHERE inhdetachpending';
/** Until all are due and delivered, so that they go in one batch: the lease of the archiver. */
const KEEP_FROM_ARCHIVING = `
  INSERT INTO leases VALUES ('retention.archive', gen_random_uuid(), now() + interval '1 hour')
  ON CONFLICT (name) DO UPDATE SET (owner, until) = (excluded.owner, excluded.until)`;
const NOT_DUE = 'SELECT count(*) FROM events WHERE archive_at > now()';
const LET_ARCHIVE = `DELETE FROM leases WHERE name = 'retention.archive'`;
/** The slices that events of a short life come to. */
const SLICES = `
  SELECT string_agg(inhrelid::regclass::text, ', ') AS names FROM pg_inherits WHERE inhparent = 'events_b1'::regclass`;

describe('Retention whose worker is killed in the middle', { timeout: 300_000 }, () => {
  const env = { RETENTION_ARCHIVE_AFTER: '2s', RETENTION_DELETE_AFTER: '10m' };
  const stack = useStack({ workers: 0, env });
  const receiver = useReceiver();
  const workers = new Map<string, AppProcess>();

  /** Two, whose connections bear the names of their workers. */
  beforeEach(async () => {
    for (let there = stack.workers.filter(({ running }) => running).length; there < 2; there++) {
      const name = `worker ${workers.size + 1}`;
      const url = new URL(stack.database.url);
      url.searchParams.set('application_name', name);
      workers.set(name, await stack.startWorker({ DATABASE_URL: url.href }));
    }
  });

  /** `kill -9` to the worker of which so many statements wait; answers its name. */
  async function killAt(statement: string, count: number): Promise<string> {
    const waits = async () => {
      const waiting = await stack.database.query<{ worker: string }>(WAITING, [statement]);
      expect(waiting).toHaveLength(count);
      return new Set(waiting.map(({ worker }) => worker));
    };
    const [doomed, ...others] = await eventually(waits, { within: 90_000 });
    expect(others).toEqual([]);
    await workers.get(doomed!)!.kill();
    return doomed!;
  }
  /** PostgreSQL notices that a client is gone when it has something to tell it. */
  const untilForgotten = (worker: string) =>
    eventually(
      async () => {
        const left = 'SELECT count(*) FROM pg_stat_activity WHERE application_name = $1';
        expect(await stack.database.count(left, [worker])).toBe(0);
      },
      { within: 60_000 },
    );
  /** Waits until `end` is true, and looks as often at what has to be true all along. */
  async function allAlong(truth: () => Promise<void>, end: () => Promise<void>): Promise<void> {
    const look = async () => {
      const fault = await truth().catch((reason: unknown) => reason);
      if (fault === undefined) await end();
      return fault;
    };
    const fault = await eventually(look, { within: 150_000 });
    if (fault !== undefined) throw fault;
  }

  it('neither loses nor doubles an event that was on its way to the archive, and another worker takes it there', async () => {
    const { id: trigger } = await stack.api.createTrigger({
      name: 'Short',
      trigger_type: 'api',
      labels: { team: 'a' },
      destinations: [{ url: receiver.endpoint().url }],
    });
    await stack.database.query(KEEP_FROM_ARCHIVING);
    const fired = await Promise.all(
      Array.from({ length: EVENTS }, async () => (await stack.api.fire(trigger, { a: 1 })).id),
    );
    const whole = async () => {
      const all = { whole: EVENTS, events: EVENTS, deliveries: EVENTS, labels: EVENTS, counted: true };
      expect(await stack.database.query(THERE)).toEqual([all]);
      for (const { deliveries, ...event } of await Promise.all(fired.map((id) => stack.api.event(id)))) {
        expect(deliveries).toEqual([expect.objectContaining({ status: 'delivered' })]);
        expect(event).toMatchObject({ labels: { team: 'a' } });
      }
      const listed = await stack.api.events('archived=all&label=team:a&limit=200');
      expect(listed.map(({ id }) => id).toSorted()).toEqual(fired.toSorted());
    };

    await eventually(whole);
    await eventually(async () => expect(await stack.database.count(NOT_DUE)).toBe(0));
    const [{ names } = { names: '' }] = await stack.database.query<{ names: string }>(SLICES);
    // whoever moves events waits once they are deleted where they were, and are to be inserted
    const release = await stack.database.lock(names, 'SHARE');
    let doomed: string;
    try {
      await stack.database.query(LET_ARCHIVE);
      doomed = await killAt(MOVE, 1);
      await whole();
    } finally {
      await release();
    }
    await untilForgotten(doomed);

    await allAlong(whole, async () =>
      expect(await stack.api.events('archived=true&limit=200')).toHaveLength(EVENTS),
    );
  });

  /** Archived events of five days ago that live for an hour more, all there is in their slice. */
  async function oldEvents(destination: string) {
    const from = Math.floor((Date.now() - 5 * DAY) / HOUR) * HOUR;
    const ids = Array.from({ length: EVENTS }, (_, n) => uuidV7Floor(from + n));
    const tables = SLICED_TABLES.map((table) => `${table}_${sliceName({ bucket: 1, from })}`);
    for (const [n, table] of SLICED_TABLES.entries())
      await stack.database.query(
        `CREATE TABLE ${tables[n]} PARTITION OF ${table}_b1
           FOR VALUES FROM ('${uuidV7Floor(from)}') TO ('${uuidV7Floor(from + HOUR)}')`,
      );
    await stack.database.query(OLD, [ids, DEFAULT_PROJECT.id, destination, new Date(from)]);
    return { from: new Date(from), ids, tables };
  }

  it('answers nothing of a slice that was about to be dropped but what is held, and another worker drops it', async () => {
    const { id: destination } = expecting(
      201,
      await stack.api.post<{ id: string }>('/destinations', { name: 'Old', url: receiver.endpoint().url }),
    );
    const { from, ids, tables } = await oldEvents(destination);
    const held = ids[7]!;
    expecting(200, await stack.api.patch<EventWithDeliveries>(`/events/${held}`, { hold: true }));
    const onlyHeld = async () => {
      const answers = await Promise.all(ids.map((id) => stack.api.get<EventWithDeliveries>(`/events/${id}`)));
      expect(answers.map(({ status }) => status)).toEqual(ids.map((id) => (id === held ? 200 : 404)));
      expect(answers[7]!.body.deliveries).toEqual([expect.objectContaining({ status: 'delivered' })]);
      for (const filter of ['archived=all', 'archived=true', 'archived=all&label=age:old']) {
        const listed = await stack.api.events(`${filter}&limit=200`);
        expect(listed.flatMap(({ id }) => (ids.includes(id) ? id : []))).toEqual([held]);
      }
      const path = `/deliveries?destination_id=${destination}`;
      const { data } = expecting(200, await stack.api.get<Page<{ event_id: string }>>(path));
      expect(data.map(({ event_id }) => event_id)).toEqual([held]);
    };

    const reader = await stack.database.reader(); // whoever detaches a partition waits for it
    try {
      await stack.database.query(EXPIRE, [ids, from]);
      const doomed = await killAt(DETACHMENT, SLICED_TABLES.length);
      await onlyHeld();
      await untilForgotten(doomed); // what it had asked for goes on, and gives up after some seconds
      expect(await stack.database.count(PENDING)).toBe(SLICED_TABLES.length);
    } finally {
      await reader.end();
    }
    await allAlong(onlyHeld, async () => expect(await stack.database.count(LEFT, [tables, from])).toBe(0));
    await onlyHeld();
  });
});
