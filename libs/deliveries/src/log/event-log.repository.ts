import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, type Looked } from '@app/database';
import { ENTRIES_OF_LABELS, EVERYWHERE } from '@app/events';
import type { EventRow, EventStatus, Labels } from '@app/events';
import type { DeliveryRef } from '../recording/firing.js';
import { DELIVERY_COLUMNS, type Delivery } from './delivery.js';
import type { EventDriver, EventFilter } from './event-filter.js';
import { eventById, eventQuery, reachQuery, type EventPage } from './event-query.js';
import type { Span } from './event-spans.js';

/** An event with the status that its deliveries give it. */
export type LoggedEvent = EventRow & { status: EventStatus };

@Injectable()
export class EventLogRepository {
  constructor(private readonly database: Database) {}

  /** Newest first; unexpired events only, as everywhere. Undefined when it takes longer than `limitMs`. */
  list(
    projectId: string,
    filter: EventFilter,
    page: EventPage,
    limitMs: number,
  ): Promise<Looked<LoggedEvent>[] | undefined> {
    const { statement, values } = eventQuery(projectId, filter, page);
    return this.database.read<Looked<LoggedEvent>>(statement, values, limitMs);
  }

  /** How far back the newest `limit` rows of each index reach; null where there are fewer. Undefined as `list`. */
  async reach(
    projectId: string,
    filter: EventFilter,
    drivers: EventDriver[],
    page: Span & { limit: number },
    limitMs: number,
  ): Promise<(string | null)[] | undefined> {
    const { statement, values } = reachQuery(projectId, filter, drivers, page);
    const rows = await this.database.read<{ reached: (string | null)[] }>(statement, values, limitMs, {
      sorts: false,
    });
    return rows?.[0]!.reached;
  }

  async find(projectId: string, id: string, manager: EntityManager): Promise<LoggedEvent | undefined> {
    const { statement, values } = eventById(projectId, id);
    const [event] = await this.database.query<LoggedEvent>(statement, values, manager);
    return event;
  }

  /**
   * Within a transaction: whoever moves, relabels or replays an event holds its row until the end. Whoever waited for a
   * move finds nothing at the old place, and the event at the new one when looking again.
   */
  async findForUpdate(projectId: string, id: string, manager: EntityManager): Promise<EventRow | undefined> {
    const look = () => this.database.query<EventRow>(LOCK, [projectId, id], manager);
    const [event] = await look();
    return event ?? (await look())[0];
  }

  deliveries(bucket: number, eventId: string, manager: EntityManager): Promise<Delivery[]> {
    return this.database.query<Delivery>(DELIVERIES, [bucket, eventId], manager);
  }

  async setLabels({ bucket, id }: EventRow, labels: Labels, manager: EntityManager): Promise<void> {
    await this.database.query(SET_LABELS, [bucket, id, JSON.stringify(labels)], manager);
  }

  /** New deliveries of an event that there is, as one more message to each destination. */
  async insertDeliveries(
    event: EventRow,
    deliveries: { id: string; destination_id: string; direct: boolean }[],
    messageId: string,
    leaseMs: number,
    manager: EntityManager,
  ): Promise<DeliveryRef[]> {
    const { bucket, id: event_id, project_id } = event;
    const rows = await this.database.query<DeliveryRef & { in_lane: boolean }>(
      INSERT_DELIVERIES,
      [
        bucket,
        event_id,
        project_id,
        messageId,
        leaseMs,
        deliveries.map(({ id }) => id),
        deliveries.map(({ destination_id }) => destination_id),
        deliveries.map(({ direct }) => direct),
      ],
      manager,
    );
    if (event.unsent && rows.length > 0) await this.database.query(SENT, [bucket, event_id], manager);
    return rows.map(({ in_lane, ...ref }) => ({ ...ref, ...(in_lane && { in_lane: true }) }));
  }

  /** Whether any delivery of an event, wherever it lies, has not ended. */
  async isUnderWay(id: string): Promise<boolean> {
    const [row] = await this.database.query<{ underWay: boolean }>(UNDER_WAY, [id]);
    return row!.underWay;
  }
}

/** Asked over and over while somebody waits, so it reads no attempts. */
const UNDER_WAY = {
  name: 'deliveries.under-way',
  text: `
SELECT EXISTS (SELECT FROM deliveries
                WHERE bucket = ANY (${EVERYWHERE}) AND event_id = $1 AND status IN ('waiting', 'queued')) AS "underWay"`,
};

const SENT = { name: 'events.sent', text: 'UPDATE events SET unsent = false WHERE bucket = $1 AND id = $2' };

const LOCK = {
  name: 'events.lock',
  text: `SELECT * FROM events WHERE project_id = $1 AND id = $2 AND expires_at > now() FOR UPDATE`,
};

const DELIVERIES = {
  name: 'deliveries.of-event',
  text: `
SELECT ${DELIVERY_COLUMNS}
  FROM deliveries WHERE bucket = $1 AND event_id = $2 ORDER BY id`,
};

/** An entry that stays is left alone: one statement cannot take a key away and enter it again. */
const SET_LABELS = {
  name: 'events.set-labels',
  text: `
WITH event AS (
  UPDATE events SET labels = $3::jsonb WHERE bucket = $1 AND id = $2 RETURNING project_id, labels
), wanted AS (
  SELECT DISTINCT l.label FROM event e${ENTRIES_OF_LABELS}
), gone AS (
  DELETE FROM event_labels WHERE bucket = $1 AND event_id = $2 AND label <> ALL (ARRAY(SELECT label FROM wanted))
)
INSERT INTO event_labels (bucket, event_id, label) SELECT $1, $2, label FROM wanted ON CONFLICT DO NOTHING`,
};

const INSERT_DELIVERIES = {
  name: 'deliveries.replay',
  text: `
INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, in_lane, dispatch,
                        queued_until, next_attempt_at)
SELECT $1, $2, d.id, $3, d.destination_id, $4, CASE WHEN d.direct THEN 'queued' ELSE 'waiting' END, NOT d.direct, 1,
       CASE WHEN d.direct THEN now() + $5::float8 * interval '1 millisecond' END, now()
  FROM unnest($6::uuid[], $7::uuid[], $8::boolean[]) AS d (id, destination_id, direct)
RETURNING bucket, event_id, id, dispatch, in_lane`,
};
