import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { sqlState, type Page } from '@app/database';
import { conflict, notFound } from '@app/errors';
import { SlicesRepository } from '@app/events';
import { ACTIVE, archiveBucket, type EventRow, type Labels } from '@app/events';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import { Lanes } from '../lanes/lanes.js';
import type { Delivery } from './delivery.js';
import { EventLogRepository } from './event-log.repository.js';
import { type LoggedEvent } from './event-log.repository.js';
import type { EventFilter } from './event-filter.js';
import { EventList } from './event-list.js';

export type EventWithDeliveries = LoggedEvent & { deliveries: Delivery[] };

export interface EventChange {
  archived?: boolean;
  labels?: Labels;
}

const POLL_MS = 40;
const NO_PARTITION = '23514';

/** The events of a project: reading them, moving them between active and archived, deleting and replaying them. */
@Injectable()
export class EventLog {
  constructor(
    private readonly lists: EventList,
    private readonly repository: EventLogRepository,
    private readonly database: Database,
    private readonly slices: SlicesRepository,
    private readonly queue: DeliveryQueue,
    private readonly lanes: Lanes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  list(projectId: string, filter: EventFilter, limit: number, cursor?: string): Promise<Page<LoggedEvent>> {
    return this.lists.page(projectId, filter, limit, cursor);
  }

  /** Throws `event.not_found`, also for an event whose time has ended. */
  async get(projectId: string, id: string): Promise<EventWithDeliveries> {
    if (!isUuid(id)) throw notFound('event');
    return this.database.snapshot(async (manager) => {
      const event = await this.repository.find(projectId, id, manager);
      if (!event) throw notFound('event');
      return { ...event, deliveries: await this.repository.deliveries(event.bucket, event.id, manager) };
    });
  }

  /** The event as it is once every delivery has ended, or after `patienceMs`, whichever comes first. */
  async getWhenEnded(projectId: string, id: string, patienceMs: number): Promise<EventWithDeliveries> {
    const giveUp = performance.now() + patienceMs;
    for (;;) {
      const event = await this.get(projectId, id);
      if (event.deliveries.every(({ status }) => status !== 'pending') || performance.now() >= giveUp)
        return event;
      await delay(POLL_MS);
    }
  }

  /**
   * Throws `event.not_found`, and `event.deliveries_pending` when an event is to be archived whose deliveries have not
   * ended: archived events are finished ones.
   */
  async change(projectId: string, id: string, change: EventChange): Promise<void> {
    try {
      await this.apply(projectId, id, change);
    } catch (error) {
      // Slices are made a day ahead by the workers. When none has run for longer, the one needed is made here.
      if (sqlState(error) !== NO_PARTITION) throw error;
      await this.slices.createAhead();
      await this.apply(projectId, id, change);
    }
  }

  private async apply(projectId: string, id: string, change: EventChange): Promise<void> {
    await this.locked(projectId, id, async (event, manager) => {
      const { labels, archived } = event;
      await this.record(
        'event.updated',
        event,
        { labels, archived },
        { labels, archived, ...change },
        manager,
      );
      if (change.labels) await this.repository.setLabels(event, change.labels, manager);
      if (change.archived === undefined || change.archived === event.archived) return;
      const deliveries = await this.repository.deliveries(event.bucket, event.id, manager);
      if (change.archived && deliveries.some(({ status }) => status === 'pending'))
        throw conflict(
          'event.deliveries_pending',
          'The event has deliveries under way. Archive it when they have ended.',
        );
      await this.repository.move(event, change.archived ? archiveBucket(lifetimeMs(event)) : ACTIVE, manager);
    });
  }

  /** Throws `event.not_found`. */
  async delete(projectId: string, id: string): Promise<void> {
    await this.locked(projectId, id, async (event, manager) => {
      const { trigger_id, source, fired_at } = event;
      await this.record('event.deleted', event, { trigger_id, source, fired_at }, null, manager);
      await this.repository.delete(event, manager);
    });
  }

  /**
   * Delivers an event once more as it is: a new message to every destination that it went to before, or to
   * `otherwise` if it went to none. Throws `event.not_found`.
   */
  async replay(projectId: string, id: string, otherwise: string[]): Promise<void> {
    const refs = await this.locked(projectId, id, async (event, manager) => {
      const before = await this.repository.deliveries(event.bucket, event.id, manager);
      const destinations = destinationsOf(before, otherwise);
      await this.record('event.replayed', event, null, { destinations }, manager);
      const now = this.clock.now();
      const direct = this.lanes.admit(destinations);
      const deliveries = destinations.map((destination_id, index) => {
        return { id: uuidV7(now), destination_id, direct: direct[index]! };
      });
      return this.repository.insertDeliveries(
        event,
        deliveries,
        uuidV7(now),
        this.config.delivery.leaseMs,
        manager,
      );
    });
    this.queue.handOver(refs);
  }

  private record(
    action: string,
    { id, project_id }: EventRow,
    before: object | null,
    after: object | null,
    manager: EntityManager,
  ): Promise<void> {
    return this.audit.record(
      { action, project_id, target_kind: 'event', target_id: id, before, after },
      manager,
    );
  }

  private locked<T>(
    projectId: string,
    id: string,
    work: (event: EventRow, manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    if (!isUuid(id)) throw notFound('event');
    return this.database.transaction(async (manager) => {
      // Whoever waited for a move finds nothing at the old place, and the event at the new one when looking again.
      const event =
        (await this.repository.findForUpdate(projectId, id, manager)) ??
        (await this.repository.findForUpdate(projectId, id, manager));
      if (!event) throw notFound('event');
      return work(event, manager);
    });
  }
}

/** The destinations that deliveries went to, each once; `otherwise` if there were none. */
export function destinationsOf(deliveries: Delivery[], otherwise: string[]): string[] {
  const before = [...new Set(deliveries.map(({ destination_id }) => destination_id))];
  return before.length > 0 ? before : otherwise;
}

function lifetimeMs({ fired_at, expires_at }: EventRow): number {
  return Number(expires_at) - fired_at.getTime();
}
