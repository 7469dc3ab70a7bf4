import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { changed, noteChanges } from '../feed/feed-entries.js';
import { CANCELLED, type Delivery } from './delivery.js';
import { deliveryQuery, type DeliveryFilter } from './delivery-query.js';

@Injectable()
export class DeliveryLogRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, after the given id; of unexpired events only. */
  list(
    projectId: string,
    filter: DeliveryFilter,
    limit: number,
    after?: string,
    manager?: EntityManager,
  ): Promise<Delivery[]> {
    const { statement, values } = deliveryQuery(projectId, filter, limit, after);
    return this.database.query<Delivery>(statement, values, manager);
  }

  /** Puts a dead or waiting delivery into its lane, due now; answers whether it was one and its destination is there. */
  async retry(projectId: string, { id, event_id }: Delivery, manager: EntityManager): Promise<boolean> {
    return (await this.database.query(RETRY, [projectId, id, event_id], manager)).length > 0;
  }

  /** Answers whether it had not ended. */
  async cancel(projectId: string, { id, event_id }: Delivery, manager: EntityManager): Promise<boolean> {
    return (await this.database.query(CANCEL, [projectId, id, event_id], manager)).length > 0;
  }
}

const RETRY = {
  name: 'deliveries.retry',
  text: noteChanges(`
UPDATE deliveries d SET status = 'waiting', in_lane = true, next_attempt_at = now(), finished_at = NULL
 WHERE project_id = $1 AND id = $2 AND event_id = $3 AND status IN ('waiting', 'dead')
   AND destination_id IN (SELECT id FROM destinations)
${changed()}`),
};

const CANCEL = {
  name: 'deliveries.cancel',
  text: noteChanges(`
UPDATE deliveries d SET ${CANCELLED}
 WHERE project_id = $1 AND id = $2 AND event_id = $3 AND status IN ('waiting', 'queued')
${changed()}`),
};
