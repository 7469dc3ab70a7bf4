import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { DeliveryCounts, ReplayRow, ReplayState, Walk } from './replay.js';

/** A replay that is due, locked by who reads it. */
export type DueReplay = Pick<
  ReplayRow,
  | 'id'
  | 'project_id'
  | 'state'
  | 'filter'
  | 'destination_ids'
  | 'rate_max'
  | 'rate_per'
  | 'walks'
  | 'created_at'
> & {
  tokens: number;
  elapsed_ms: number;
  /** `created_at` to the microsecond. */
  at: string;
};

export interface NewDelivery {
  bucket: number;
  event_id: string;
  id: string;
  destination_id: string;
  message_id: string;
}

/** How a turn leaves its replay. */
export interface TurnEnd {
  tokens: number;
  walks: Walk[];
  replayed: number;
  skipped: number;
  dueInMs: number;
}

/** What the workers do with replays; all within the transaction of a turn. */
@Injectable()
export class ReplayTurnsRepository {
  constructor(private readonly database: Database) {}

  /** The one that has been due for longest, unless another worker is at it. */
  async claimDue(manager: EntityManager): Promise<DueReplay | undefined> {
    const [replay] = await this.database.query<DueReplay>(CLAIM, [], manager);
    return replay;
  }

  /** Milliseconds until one is due, by PostgreSQL's clock; null when none is waiting. */
  async nextDueIn(): Promise<number | null> {
    const [row] = await this.database.query<{ due_in: number | null }>(NEXT, []);
    return row!.due_in;
  }

  /** How many deliveries of a replay are open, by destination. */
  async open(id: string, manager: EntityManager): Promise<Map<string, number>> {
    const rows = await this.database.query<{ destination_id: string; count: number }>(OPEN, [id], manager);
    return new Map(rows.map(({ destination_id, count }) => [destination_id, count]));
  }

  /** Whether any delivery of a replay has not ended. */
  async isAnyOpen(id: string, manager: EntityManager): Promise<boolean> {
    const [row] = await this.database.query<{ open: boolean }>(ANY_OPEN, [id], manager);
    return row!.open;
  }

  /** Which of these destinations are there and turned on. */
  async usable(projectId: string, ids: string[], manager: EntityManager): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(USABLE, [projectId, ids], manager);
    return rows.map(({ id }) => id);
  }

  /** New deliveries, which the sweep takes from there; one that is there already stays as it is. */
  async insertDeliveries(
    { id, project_id }: DueReplay,
    deliveries: NewDelivery[],
    manager: EntityManager,
  ): Promise<void> {
    const values = [
      project_id,
      id,
      deliveries.map(({ bucket }) => bucket),
      deliveries.map(({ event_id }) => event_id),
      deliveries.map((delivery) => delivery.id),
      deliveries.map(({ destination_id }) => destination_id),
      deliveries.map(({ message_id }) => message_id),
    ];
    await this.database.query(INSERT_DELIVERIES, values, manager);
    const buckets = [...new Set(deliveries.map(({ bucket }) => bucket))];
    await this.database.query(SENT, [buckets, values[3]], manager);
  }

  async end(id: string, turn: TurnEnd, manager: EntityManager): Promise<void> {
    const { tokens, walks, replayed, skipped, dueInMs } = turn;
    await this.database.query(
      END_TURN,
      [id, tokens, JSON.stringify(walks), replayed, skipped, dueInMs],
      manager,
    );
  }

  /** Nothing is left to do: what was counted last is kept. */
  async finish(
    id: string,
    state: ReplayState,
    { delivered, dead, cancelled }: DeliveryCounts,
    manager: EntityManager,
  ): Promise<void> {
    await this.database.query(FINISH, [id, state, delivered, dead, cancelled], manager);
  }

  /** After a turn that failed, so that others come first. */
  async postpone(id: string, ms: number): Promise<void> {
    await this.database.query(POSTPONE, [id, ms]);
  }
}

const CLAIM = {
  name: 'replays.claim-due',
  text: `
SELECT id, project_id, state, filter, destination_ids, rate_max, rate_per, walks, created_at, tokens,
       (extract(epoch FROM clock_timestamp() - tokens_at) * 1000)::float8 AS elapsed_ms,
       to_json(created_at) #>> '{}' AS at
  FROM replays WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

const NEXT = {
  name: 'replays.next',
  text: `
SELECT (extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS due_in FROM replays WHERE due_at IS NOT NULL`,
};

const OPEN = {
  name: 'replays.open',
  text: `
SELECT destination_id, count(*)::int AS count FROM deliveries
 WHERE replay_id = $1 AND status IN ('waiting', 'queued') GROUP BY 1`,
};

const ANY_OPEN = {
  name: 'replays.any-open-delivery',
  text: `
SELECT EXISTS (SELECT FROM deliveries WHERE replay_id = $1 AND status IN ('waiting', 'queued')) AS open`,
};

const USABLE = {
  name: 'replays.usable-destinations',
  text: 'SELECT id FROM destinations WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND enabled',
};

const INSERT_DELIVERIES = {
  text: `
INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, replay_id, status,
                        next_attempt_at)
SELECT d.bucket, d.event_id, d.id, $1, d.destination_id, d.message_id, $2, 'waiting', now()
  FROM unnest($3::smallint[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[])
    AS d (bucket, event_id, id, destination_id, message_id)
ON CONFLICT (bucket, event_id, id) DO NOTHING`,
};

/** The ids stand in it as they are, so that PostgreSQL plans for their slices alone. */
const SENT = {
  text: `UPDATE events SET unsent = false WHERE bucket = ANY ($1::smallint[]) AND id = ANY ($2::uuid[]) AND unsent`,
};

const END_TURN = {
  name: 'replays.end-turn',
  text: `
UPDATE replays
   SET tokens = $2, tokens_at = clock_timestamp(), walks = $3::jsonb, replayed = replayed + $4,
       skipped = skipped + $5, due_at = clock_timestamp() + $6::float8 * interval '1 millisecond',
       started_at = coalesce(started_at, now())
 WHERE id = $1`,
};

/**
 * What was counted at the start and never met has been deleted, has expired or was dealt with by others meanwhile: it
 * is skipped too. A count that was given up is known now.
 */
const FINISH = {
  name: 'replays.finish',
  text: `
UPDATE replays
   SET state = $2, delivered = $3, dead = $4, cancelled = $5, due_at = NULL, finished_at = now(),
       skipped = CASE WHEN $2 = 'done' THEN greatest(skipped, matched - replayed) ELSE skipped END,
       matched = CASE WHEN $2 = 'done' THEN greatest(matched, replayed + skipped) ELSE matched END,
       at_least = at_least AND $2 <> 'done'
 WHERE id = $1`,
};

const POSTPONE = {
  name: 'replays.postpone',
  text: `
UPDATE replays SET due_at = now() + $2::float8 * interval '1 millisecond' WHERE id = $1 AND due_at IS NOT NULL`,
};
