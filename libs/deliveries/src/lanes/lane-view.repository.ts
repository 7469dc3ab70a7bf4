import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { METERED } from './lane-statements.js';

/** Said when a lane becomes metered or direct, or a worker comes or goes. */
export const LANES_CHANNEL = 'lanes';

/** A worker that was not heard of for this long is gone. */
const WORKER_LIFE = `interval '10 seconds'`;

/** What processes know of lanes: which are metered, how many workers there are, how much is queued. */
@Injectable()
export class LaneViewRepository {
  constructor(private readonly database: Database) {}

  async view(): Promise<{ workers: number; metered: string[] }> {
    const [row] = await this.database.query<{ workers: number; metered: string[] }>(VIEW, []);
    return row!;
  }

  /** Of each destination how many deliveries are queued, counted no further than `most`. */
  async countQueued(ids: string[], most: number): Promise<Map<string, number>> {
    const rows = await this.database.query<{ id: string; queued: number }>(COUNT, [ids, most]);
    return new Map(rows.map(({ id, queued }) => [id, queued]));
  }

  /** Says that a worker is there; answers whether that is new. */
  async beat(workerId: string): Promise<boolean> {
    await this.database.query(FORGET, []);
    const [row] = await this.database.query<{ is_new: boolean }>(BEAT, [workerId]);
    return row!.is_new;
  }

  async leave(workerId: string): Promise<void> {
    await this.database.query(LEAVE, [workerId]);
  }

  /** Heard by all processes, with a `manager` once its transaction is committed. */
  async tell(manager?: EntityManager): Promise<void> {
    await this.database.query(TELL, [LANES_CHANNEL], manager);
  }
}

const VIEW = {
  name: 'lanes.view',
  text: `
WITH crew AS (SELECT count(*)::int AS workers FROM delivery_workers WHERE seen_at > now() - ${WORKER_LIFE})
SELECT workers, ARRAY(
  SELECT t.id FROM destinations t WHERE ${METERED}
   UNION SELECT id FROM destinations WHERE max_in_flight < crew.workers) AS metered
  FROM crew`,
};

const COUNT = {
  text: `
SELECT lane.id, (SELECT count(*)::int FROM (
         SELECT FROM deliveries d
          WHERE d.bucket = 0 AND d.destination_id = lane.id AND d.status = 'queued' AND NOT d.in_lane LIMIT $2) q) AS queued
  FROM unnest($1::uuid[]) AS lane (id)`,
};

const BEAT = {
  name: 'delivery-workers.beat',
  text: `INSERT INTO delivery_workers (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()
         RETURNING xmax = 0 AS is_new`,
};

const FORGET = {
  name: 'delivery-workers.forget',
  text: `DELETE FROM delivery_workers WHERE seen_at < now() - 2 * ${WORKER_LIFE}`,
};

const LEAVE = { name: 'delivery-workers.leave', text: 'DELETE FROM delivery_workers WHERE id = $1' };

const TELL = { name: 'lanes.tell', text: `SELECT pg_notify($1, '')` };
