import { Injectable } from '@nestjs/common';
import { durationMs } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { changed, noteChanges } from '../feed/feed-entries.js';
import type { CircuitState } from '../lanes/circuit.js';
import { METERED } from '../lanes/lane-statements.js';
import { EVERYWHERE } from '@app/events';
import { Lanes } from '../lanes/lanes.js';
import type { DeliveryRef } from '../recording/firing.js';
import type { Attempt } from './attempt.js';
import type { OpenDelivery } from './open-delivery.js';

/** A try's consequence for its delivery. */
export interface Outcome {
  ref: DeliveryRef;
  status: 'delivered' | 'waiting' | 'dead' | 'cancelled';
  attempt: Attempt | null;
  /** With `waiting`: ms until the next try. */
  delayMs: number | null;
}

/** A delivery that is still this hand-over's business, as far as its destination allows a try. */
export type Checked =
  | { ref: DeliveryRef; state: 'open'; delivery: OpenDelivery }
  | { ref: DeliveryRef; state: 'in-lane'; destination_id: string }
  | { ref: DeliveryRef; state: 'expired' | 'destination-off' | 'destination-gone' };

interface CheckRow extends Omit<OpenDelivery, 'timeoutMs' | 'startBefore' | 'probe'> {
  timeout: string | null;
  enabled: boolean | null;
  expired: boolean;
  metered: boolean;
  circuit_state: CircuitState | null;
  lease_ms: number;
}

/** Kept of a delivery, the newest: who retries one by hand again and again adds to them. */
const MOST_ATTEMPTS = 100;
/** Kept between the end of a try and the end of its lease, for the outcome to be written. */
const MARGIN_MS = 2000;

@Injectable()
export class DeliverRepository {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Which of these hand-overs still stand: open, and not handed over again since. Everything that a try needs comes
   * along. A lease that would end during the try is extended.
   */
  async check(refs: DeliveryRef[]): Promise<Checked[]> {
    const readAt = performance.now();
    const granted = new Set(refs.filter((ref) => ref.granted).map(({ id }) => id));
    const rows = await this.byBucket(
      refs,
      (ref) => ref.bucket,
      (bucket, some) =>
        this.database.query<CheckRow>({ text: check(bucket) }, [
          ...columns(some),
          this.config.delivery.leaseMs,
          MARGIN_MS,
        ]),
    );
    return rows.map(({ timeout, enabled, expired, metered, circuit_state, lease_ms, ...row }): Checked => {
      const { bucket, event_id, id, dispatch } = row;
      const ref = { bucket, event_id, id, dispatch };
      if (expired) return { ref, state: 'expired' };
      if (timeout === null) return { ref, state: 'destination-gone' };
      if (!enabled) return { ref, state: 'destination-off' };
      const isMetered = metered || row.max_in_flight < this.lanes.workers;
      if (circuit_state === 'open' || (isMetered && !granted.has(id)))
        return { ref, state: 'in-lane', destination_id: row.destination_id };
      const timeoutMs = durationMs(timeout);
      return {
        ref,
        state: 'open',
        delivery: {
          ...row,
          metered: isMetered,
          probe: circuit_state === 'half_open',
          timeoutMs,
          startBefore: readAt + lease_ms - timeoutMs - MARGIN_MS,
        },
      };
    });
  }

  /** Writes the outcomes of any number of tries; answers the ids of the deliveries that were still theirs to end. */
  async record(outcomes: Outcome[]): Promise<Set<string>> {
    const write = (place: string, some: Outcome[]) => {
      const values = [
        ...columns(some.map(({ ref }) => ref)),
        some.map(({ status }) => status),
        some.map(({ attempt }) => attempt && JSON.stringify([attempt])),
        some.map(({ delayMs }) => delayMs),
        some.map(({ attempt }) => attempt && Math.round(attempt.duration_ms)),
      ];
      // It can meet who moves or deletes an event with several deliveries under way.
      return this.database.untangled(() =>
        this.database.query<{ id: string }>({ text: record(place) }, values),
      );
    };
    const rows = await this.byBucket(
      outcomes,
      ({ ref }) => ref.bucket,
      (bucket, some) => write(`d.bucket = ${bucket}`, some),
    );
    const written = new Set(rows.map(({ id }) => id));
    const missed = outcomes.filter(({ ref }) => !written.has(ref.id));
    // Somebody may have moved the event during the try. Its outcome belongs to wherever it lies now.
    if (missed.length > 0)
      for (const { id } of await write(`d.bucket = ANY (${EVERYWHERE})`, missed)) written.add(id);
    return written;
  }

  /**
   * Lets deliveries wait until their destination is turned on again. The destination's row is locked meanwhile, so that
   * whoever turns it on either comes first, and is seen here, or finds these deliveries waiting.
   */
  async park(refs: DeliveryRef[]): Promise<void> {
    await this.byBucket(
      refs,
      (ref) => ref.bucket,
      (bucket, some) => this.database.query({ text: park(bucket) }, columns(some)),
    );
  }

  /**
   * The bucket stands in the statement's text, so that PostgreSQL plans for that partition alone. Nearly always there
   * is one: deliveries of archived events are replays.
   */
  private async byBucket<Item, Row>(
    items: Item[],
    bucketOf: (item: Item) => number,
    query: (bucket: number, items: Item[]) => Promise<Row[]>,
  ): Promise<Row[]> {
    const buckets = [...new Set(items.map(bucketOf))];
    const rows = await Promise.all(
      buckets.map((bucket) =>
        query(
          bucket,
          items.filter((item) => bucketOf(item) === bucket),
        ),
      ),
    );
    return rows.flat();
  }
}

function columns(refs: DeliveryRef[]): unknown[] {
  return [
    refs.map(({ event_id }) => event_id),
    refs.map(({ id }) => id),
    refs.map(({ dispatch }) => dispatch),
  ];
}

const check = (bucket: number) => `
WITH open AS (
  SELECT d.bucket, d.event_id, d.id, d.dispatch, d.message_id, d.attempt_count, d.destination_id, d.queued_until,
         e.payload, e.source, e.trigger_id, e.expires_at <= now() AS expired, t.url, t.method, t.headers_sealed, t.secret_sealed,
         e.trigger_name, e.scheduled_for, e.fired_at, e.labels,
         t.kind, t.auth_sealed, t.template, t.queue, t.queue_prefix, t.redis_url_sealed,
         CASE WHEN t.previous_secret_until > now() THEN t.previous_secret_sealed END AS previous_secret_sealed,
         t.timeout, t.retry, t.enabled, t.max_in_flight, t.circuit_state,
         ${METERED} AS metered,
         t.failing_since IS NOT NULL OR t.circuit_state <> 'closed' AS unwell,
         d.queued_until < now() + (t.timeout::interval + $5::float8 * interval '1 millisecond') AS too_short
    FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS ref (event_id, id, dispatch)
    JOIN deliveries d ON d.bucket = ${bucket} AND d.event_id = ref.event_id AND d.id = ref.id
                     AND d.dispatch = ref.dispatch
    JOIN events e ON e.bucket = ${bucket} AND e.id = ref.event_id
    LEFT JOIN destinations t ON t.id = d.destination_id
   WHERE d.status = 'queued'
), extended AS (
  UPDATE deliveries d
     SET queued_until = now() + open.timeout::interval + $4::float8 * interval '1 millisecond'
    FROM open
   WHERE open.too_short
     AND d.bucket = ${bucket} AND d.event_id = open.event_id AND d.id = open.id AND d.dispatch = open.dispatch
  RETURNING d.id, d.queued_until
)
SELECT open.bucket, open.event_id, open.id, open.dispatch, message_id, attempt_count, destination_id, payload, source,
       trigger_id, url, method, headers_sealed, secret_sealed, previous_secret_sealed, timeout, retry, enabled, expired,
       max_in_flight, circuit_state, metered, unwell, trigger_name, scheduled_for, fired_at, labels,
       kind, auth_sealed, template, queue, queue_prefix, redis_url_sealed,
       (extract(epoch FROM coalesce(extended.queued_until, open.queued_until) - now()) * 1000)::float8 AS lease_ms
  FROM open LEFT JOIN extended ON extended.id = open.id`;

const record = (place: string) =>
  noteChanges(`
UPDATE deliveries d
   SET status = o.status,
       attempt_count = d.attempt_count + CASE WHEN o.attempt IS NULL THEN 0 ELSE 1 END,
       attempts = CASE WHEN o.attempt IS NULL THEN d.attempts
                       WHEN jsonb_array_length(d.attempts) >= ${MOST_ATTEMPTS} THEN d.attempts - 0 || o.attempt::jsonb
                       ELSE d.attempts || o.attempt::jsonb END,
       queued_until = NULL,
       next_attempt_at = CASE WHEN o.status = 'waiting' THEN now() + o.delay * interval '1 millisecond' END,
       finished_at = CASE WHEN o.status <> 'waiting' THEN now() END
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::float8[], $7::int[])
    AS o (event_id, id, dispatch, status, attempt, delay, duration)
 WHERE ${place} AND d.event_id = o.event_id AND d.id = o.id AND d.dispatch = o.dispatch
   AND d.status = 'queued'
${changed('o.duration')}`);

const park = (bucket: number) => `
WITH ref AS (
  SELECT d.event_id, d.id, d.destination_id
    FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS r (event_id, id, dispatch)
    JOIN deliveries d ON d.bucket = ${bucket} AND d.event_id = r.event_id AND d.id = r.id AND d.dispatch = r.dispatch
   WHERE d.status = 'queued'
), destination AS (
  SELECT id, enabled FROM destinations WHERE id IN (SELECT destination_id FROM ref) FOR SHARE
)
UPDATE deliveries d
   SET status = 'waiting', queued_until = NULL, next_attempt_at = CASE WHEN destination.enabled THEN now() END
  FROM ref JOIN destination ON destination.id = ref.destination_id
 WHERE d.bucket = ${bucket} AND d.event_id = ref.event_id AND d.id = ref.id`;
