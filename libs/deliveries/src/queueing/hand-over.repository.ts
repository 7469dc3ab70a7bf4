import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';
import { Database } from '@app/database';
import type { DeliveryRef } from '../recording/firing.js';

/** Claims deliveries for (another) hand-over to the queue. */
@Injectable()
export class HandOverRepository {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /**
   * Retries that are due, and what was handed over but not heard of before its lease ended. The dispatch number rises,
   * so that a job of an earlier hand-over that turns up after all is ignored.
   */
  async claimDue(limit: number): Promise<DeliveryRef[]> {
    const { leaseMs } = this.config.delivery;
    const active = await this.database.query<DeliveryRef>(CLAIM_ACTIVE, [limit, leaseMs]);
    if (active.length === limit) return active;
    return [
      ...active,
      ...(await this.database.query<DeliveryRef>(CLAIM_ARCHIVED, [limit - active.length, leaseMs])),
    ];
  }

  /** Ends the leases of what was handed over and is still open, so that it is due. Answers how many, at most `limit`. */
  async endLeases(limit: number): Promise<number> {
    return (await this.database.query(END_LEASES, [limit])).length;
  }

  /** Milliseconds until something is due, by PostgreSQL's clock; null when nothing is open. */
  async nextDueIn(): Promise<number | null> {
    const [row] = await this.database.query<{ due_in: number | null }>(NEXT, []);
    return row!.due_in;
  }
}

const DUE = 'coalesce(queued_until, next_attempt_at)';
const OPEN = `status IN ('waiting', 'queued')`;

/** Nearly everything is in the one active partition; deliveries of archived events are replays. */
const CLAIM_ACTIVE = { text: claim('bucket = 0') };
const CLAIM_ARCHIVED = { text: claim('bucket > 0') };

function claim(place: string): string {
  return `
WITH due AS (
  SELECT bucket, event_id, id FROM deliveries
   WHERE ${place} AND ${OPEN} AND ${DUE} <= now()
   ORDER BY ${DUE} LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d
   SET status = 'queued', dispatch = dispatch + 1, queued_until = now() + $2::float8 * interval '1 millisecond'
  FROM due WHERE d.${place} AND d.bucket = due.bucket AND d.event_id = due.event_id AND d.id = due.id
RETURNING d.bucket, d.event_id, d.id, d.dispatch`;
}

const NEXT = {
  name: 'deliveries.next',
  text: `SELECT (extract(epoch FROM min(${DUE}) - now()) * 1000)::float8 AS due_in FROM deliveries WHERE ${OPEN}`,
};

const END_LEASES = {
  name: 'deliveries.end-leases',
  text: `
WITH handed_over AS (
  SELECT bucket, event_id, id FROM deliveries
   WHERE status = 'queued' AND queued_until > now() LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d SET queued_until = now() FROM handed_over h
 WHERE d.bucket = h.bucket AND d.event_id = h.event_id AND d.id = h.id
RETURNING d.id`,
};
