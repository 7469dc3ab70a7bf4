import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock, isUuid } from '@app/clock';
import { Database } from '@app/database';
import { LIST_LIMIT_MS, LIST_PATIENCE_MS, listTooSlow } from '@app/database';
import { readCursor, toLookedPage, type Page } from '@app/database';
import { conflict, notFound } from '@app/errors';
import { idAhead } from '@app/events';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import type { Delivery } from './delivery.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import type { DeliveryFilter } from './delivery-query.js';
import { EventLogRepository } from './event-log.repository.js';

/** The deliveries of a project: reading them, trying one again, giving one up. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly repository: DeliveryLogRepository,
    private readonly events: EventLogRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly queue: DeliveryQueue,
    private readonly clock: Clock,
  ) {}

  /** A page may be short and yet go on, as one of events. Throws `invalid` for a cursor that is none, `list.too_slow`. */
  async list(
    projectId: string,
    filter: DeliveryFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Delivery>> {
    const page = {
      after: readCursor(cursor),
      limit: limit + 1,
      newestEvent: idAhead(this.clock.now()),
      patienceMs: LIST_PATIENCE_MS,
    };
    const rows = await this.repository.list(projectId, filter, page, LIST_LIMIT_MS);
    if (!rows) throw listTooSlow();
    return toLookedPage(rows, limit);
  }

  /** Throws `delivery.not_found`, also for one whose event has expired. */
  async get(projectId: string, id: string, manager?: EntityManager): Promise<Delivery> {
    const delivery = isUuid(id) ? await this.repository.find(projectId, id, manager) : undefined;
    if (!delivery) throw notFound('delivery');
    return delivery;
  }

  /**
   * Tries a dead or waiting delivery again, now, within the limits of its destination. Throws `delivery.not_found`, and
   * `delivery.not_retryable` for one that is under way, was delivered or cancelled, or whose destination is gone.
   */
  async retry(projectId: string, id: string): Promise<Delivery> {
    const delivery = await this.change(projectId, id, 'delivery.retried', async (delivery, manager) => {
      if (await this.repository.retry(projectId, delivery, manager)) return;
      throw conflict(
        'delivery.not_retryable',
        'Only a delivery that is dead or waits, and whose destination is still there, can be retried.',
      );
    });
    this.queue.tellOfLanes();
    return delivery;
  }

  /** Gives a delivery up that has not ended. Throws `delivery.not_found`, and `delivery.ended` for one that has. */
  cancel(projectId: string, id: string): Promise<Delivery> {
    return this.change(projectId, id, 'delivery.cancelled', async (delivery, manager) => {
      if (await this.repository.cancel(projectId, delivery, manager)) return;
      throw conflict('delivery.ended', 'The delivery has ended already.');
    });
  }

  /** The event's row is locked meanwhile, as whoever moves or replays it does. */
  private async change(
    projectId: string,
    id: string,
    action: string,
    work: (delivery: Delivery, manager: EntityManager) => Promise<void>,
  ): Promise<Delivery> {
    const { event_id } = await this.get(projectId, id);
    return this.database.transaction(async (manager) => {
      if (!(await this.events.findForUpdate(projectId, event_id, manager))) throw notFound('delivery');
      const before = await this.get(projectId, id, manager);
      await work(before, manager);
      const after = await this.get(projectId, id, manager);
      await this.audit.record(
        {
          action,
          project_id: projectId,
          target_kind: 'delivery',
          target_id: id,
          before: { status: before.status },
          after: { status: after.status },
        },
        manager,
      );
      return after;
    });
  }
}
