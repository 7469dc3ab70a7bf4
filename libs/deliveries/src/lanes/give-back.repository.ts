import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { DeliveryRef } from '../recording/firing.js';
import { LaneViewRepository } from './lane-view.repository.js';

export interface GivenBack {
  ref: DeliveryRef;
  destination_id: string;
  /** Whether its destination moves too slowly for what it was given. */
  slow: boolean;
}

@Injectable()
export class GiveBackRepository {
  constructor(
    private readonly database: Database,
    private readonly view: LaneViewRepository,
  ) {}

  /** From now on they get no more than they may have at once; answers whether that is new of any. */
  async markCongested(ids: string[]): Promise<boolean> {
    const marked = await this.database.query(MARK, [ids]);
    if (marked.length > 0) await this.view.tell();
    return marked.length > 0;
  }

  /** As they were before their hand-over: no attempt is used up, and they keep their place in the lane. */
  async giveBack(refs: DeliveryRef[]): Promise<void> {
    const buckets = [...new Set(refs.map(({ bucket }) => bucket))];
    for (const bucket of buckets) {
      const some = refs.filter((ref) => ref.bucket === bucket);
      await this.database.query({ text: giveBack(bucket) }, [
        some.map(({ event_id }) => event_id),
        some.map(({ id }) => id),
        some.map(({ dispatch }) => dispatch),
      ]);
    }
  }
}

const MARK = {
  name: 'lanes.mark-congested',
  text: `
UPDATE destinations SET congested = true
 WHERE id IN (SELECT id FROM destinations WHERE id = ANY ($1::uuid[]) AND NOT congested ORDER BY id FOR NO KEY UPDATE)
RETURNING id`,
};

const giveBack = (bucket: number) => `
UPDATE deliveries d
   SET status = 'waiting', in_lane = true, queued_until = NULL, next_attempt_at = coalesce(d.next_attempt_at, now())
  FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS ref (event_id, id, dispatch)
 WHERE d.bucket = ${bucket} AND d.event_id = ref.event_id AND d.id = ref.id AND d.dispatch = ref.dispatch
   AND d.status = 'queued'`;
