import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';
import { Database, type Statement } from '@app/database';
import { CREDIT } from '../lanes/lane.js';
import { METERED } from '../lanes/lane-statements.js';
import { Lanes } from '../lanes/lanes.js';
import type { DeliveryRef } from '../recording/firing.js';

/** Claims deliveries for (another) hand-over to the queue. */
@Injectable()
export class HandOverRepository {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Retries that are due, and what was handed over but not heard of before its lease ended. The dispatch number rises,
   * so that a job of an earlier hand-over that turns up after all is ignored. What belongs into a lane is put there, and
   * comes back marked so.
   */
  async claimDue(limit: number): Promise<DeliveryRef[]> {
    const active = await this.claim(CLAIM_ACTIVE, limit);
    if (active.length === limit || !(await this.isArchivedDue())) return active;
    return [...active, ...(await this.claim(CLAIM_ARCHIVED, limit - active.length))];
  }

  /** When the leases of what is handed over now end. */
  async leaseEnd(): Promise<string> {
    const [row] = await this.database.query<{ lease_end: string }>(LEASE_END, [this.config.delivery.leaseMs]);
    return row!.lease_end;
  }

  /**
   * Ends the leases, but for those that last beyond `newest`, of what was handed over and is still open, so that it is
   * due. Answers how many, at most `limit`.
   */
  async endLeases(limit: number, newest: string): Promise<number> {
    return (await this.database.query(END_LEASES, [limit, newest])).length;
  }

  /** Milliseconds until something is due, by PostgreSQL's clock; null when nothing is open. */
  async nextDueIn(): Promise<number | null> {
    const [row] = await this.database.query<{ due_in: number | null }>(NEXT, []);
    return row!.due_in;
  }

  /** The plan of a claim through the archive's many partitions takes a hundred times as long as this. */
  private async isArchivedDue(): Promise<boolean> {
    return (await this.database.query(ARCHIVED_DUE, [])).length > 0;
  }

  private async claim(statement: Statement, limit: number): Promise<DeliveryRef[]> {
    const values = [limit, this.config.delivery.leaseMs, CREDIT, this.lanes.workers];
    const rows = await this.database.query<DeliveryRef & { in_lane: boolean }>(statement, values);
    return rows.map(({ in_lane, ...ref }) => ({ ...ref, ...(in_lane && { in_lane: true }) }));
  }
}

const DUE = 'coalesce(queued_until, next_attempt_at)';
const OPEN = `status IN ('waiting', 'queued') AND NOT in_lane`;

/** Nearly everything is in the one active partition; deliveries of archived events are replays. */
const CLAIM_ACTIVE = { text: claim('bucket = 0') };
const CLAIM_ARCHIVED = { text: claim('bucket > 0') };

/** `lane` is materialized, or it would be counted anew for every delivery of the batch. */
function claim(place: string): string {
  return `
WITH due AS (
  SELECT bucket, event_id, id, destination_id FROM deliveries
   WHERE ${place} AND ${OPEN} AND ${DUE} <= now()
   ORDER BY ${DUE} LIMIT $1 FOR UPDATE SKIP LOCKED
), lane AS MATERIALIZED (
  SELECT t.id, ${METERED} OR t.max_in_flight < $4 AS metered,
         (SELECT count(*) FROM (
            SELECT FROM deliveries q
             WHERE q.${place} AND q.destination_id = t.id AND q.status = 'queued' AND NOT q.in_lane
               AND q.queued_until > now() LIMIT $3) q) AS queued
    FROM destinations t WHERE t.id IN (SELECT destination_id FROM due)
), ruled AS (
  SELECT due.*, coalesce(lane.metered OR lane.queued + row_number() OVER (PARTITION BY due.destination_id) > $3, false)
                AS in_lane
    FROM due LEFT JOIN lane ON lane.id = due.destination_id
)
UPDATE deliveries d
   SET status = CASE WHEN due.in_lane THEN 'waiting' ELSE 'queued' END, in_lane = due.in_lane, dispatch = dispatch + 1,
       queued_until = CASE WHEN NOT due.in_lane THEN now() + $2::float8 * interval '1 millisecond' END,
       next_attempt_at = coalesce(d.next_attempt_at, now())
  FROM ruled due WHERE d.${place} AND d.bucket = due.bucket AND d.event_id = due.event_id AND d.id = due.id
RETURNING d.bucket, d.event_id, d.id, d.dispatch, d.in_lane`;
}

const NEXT = {
  name: 'deliveries.next',
  text: `SELECT (extract(epoch FROM min(${DUE}) - now()) * 1000)::float8 AS due_in FROM deliveries WHERE ${OPEN}`,
};

const ARCHIVED_DUE = {
  name: 'deliveries.archived-due',
  text: `SELECT FROM deliveries WHERE bucket > 0 AND ${OPEN} AND ${DUE} <= now() ORDER BY ${DUE} LIMIT 1`,
};

/** As text, which keeps the microseconds. */
const LEASE_END = {
  name: 'deliveries.lease-end',
  text: `SELECT (now() + $1::float8 * interval '1 millisecond')::text AS lease_end`,
};

export const END_LEASES = {
  name: 'deliveries.end-leases',
  text: `
WITH handed_over AS (
  SELECT bucket, event_id, id FROM deliveries
   WHERE ${OPEN} AND status = 'queued' AND ${DUE} > now() AND ${DUE} <= $2::timestamptz
   ORDER BY ${DUE} LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d SET queued_until = now() FROM handed_over h
 WHERE d.bucket = h.bucket AND d.event_id = h.event_id AND d.id = h.id
RETURNING d.id`,
};
