import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import type { Page } from '@app/database';
import { conflict, notFound } from '@app/errors';
import { ACTIVE, archiveBucket, type EventRow, type Labels } from '@app/events';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import { Lanes } from '../lanes/lanes.js';
import { EventMover } from '../moving/event-mover.js';
import type { Delivery } from './delivery.js';
import { EventLogRepository } from './event-log.repository.js';
import { type LoggedEvent } from './event-log.repository.js';
import type { EventFilter } from './event-filter.js';
import { EventList } from './event-list.js';
import { HoldsRepository, type Times } from './holds.repository.js';

export type EventWithDeliveries = LoggedEvent & { deliveries: Delivery[] };

export interface EventChange {
  archived?: boolean;
  hold?: boolean;
  labels?: Labels;
}

const POLL_MS = 40;

/** The events of a project: reading them, moving them between active and archived, deleting and replaying them. */
@Injectable()
export class EventLog {
  constructor(
    private readonly lists: EventList,
    private readonly repository: EventLogRepository,
    private readonly holds: HoldsRepository,
    private readonly database: Database,
    private readonly mover: EventMover,
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
    while (performance.now() < giveUp && (await this.repository.isUnderWay(id))) await delay(POLL_MS);
    return this.get(projectId, id);
  }

  /**
   * Throws `event.not_found`, and `event.deliveries_pending` when an event is to be archived whose deliveries have not
   * ended: archived events are finished ones. One that is released after its time is not found any more.
   */
  async change(projectId: string, id: string, change: EventChange): Promise<void> {
    await this.locked(projectId, id, async (event, manager) => {
      const { labels, archived, hold } = event;
      const before = { labels, archived, hold };
      await this.record('event.updated', event, before, { ...before, ...change }, manager);
      if (change.labels) await this.repository.setLabels(event, change.labels, manager);
      if (change.archived && !archived) await this.requireEnded(event, manager);
      if (change.archived === undefined && change.hold === undefined) return;
      const times = await this.changeTimes(event, change, manager);
      // Nothing is to come back to the archive only to be dropped there: it is deleted where it is.
      if (times.expired) return;
      const to = (change.archived ?? archived) ? archiveBucket(lifetimeMs({ ...event, ...times })) : ACTIVE;
      await this.mover.move(manager, event.bucket, [{ id, to }], { withOpen: true });
    });
  }

  private async requireEnded(event: EventRow, manager: EntityManager): Promise<void> {
    const deliveries = await this.repository.deliveries(event.bucket, event.id, manager);
    if (deliveries.some(({ status }) => status === 'pending'))
      throw conflict(
        'event.deliveries_pending',
        'The event has deliveries under way. Archive it when they have ended.',
      );
  }

  private async changeTimes(event: EventRow, change: EventChange, manager: EntityManager): Promise<Times> {
    const { hold = event.hold, archived } = change;
    const times =
      hold === event.hold
        ? { ...event, expired: false }
        : await (hold ? this.holds.hold(event, manager) : this.holds.release(event, manager));
    if (archived === false && event.archived) await this.holds.stayActive(event, manager);
    return times;
  }

  /** Throws `event.not_found`. */
  async delete(projectId: string, id: string): Promise<void> {
    await this.locked(projectId, id, async (event, manager) => {
      const { trigger_id, source, fired_at } = event;
      await this.record('event.deleted', event, { trigger_id, source, fired_at }, null, manager);
      if (event.hold) await this.holds.forget(event, manager);
      await this.mover.remove(manager, event.bucket, [id], { withOpen: true });
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
    return this.mover.transaction(async (manager) => {
      const event = await this.repository.findForUpdate(projectId, id, manager);
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

function lifetimeMs({ fired_at, expires_at }: Pick<EventRow, 'fired_at' | 'expires_at'>): number {
  return Number(expires_at) - fired_at.getTime();
}
