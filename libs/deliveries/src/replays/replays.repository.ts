import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { changed, noteChanges } from '../feed/feed-entries.js';
import { CANCELLED } from '../log/delivery.js';
import type { DeliveryCounts, ReplayRow, ReplayState, Walk } from './replay.js';

/** A replay that is to begin, with the instant that it is fixed at. */
export type NewReplay = Pick<
  ReplayRow,
  'id' | 'project_id' | 'filter' | 'destination_ids' | 'rate_max' | 'rate_per' | 'matched' | 'at_least'
> & { walks: Walk[]; at: string };

export interface ReplayListFilter {
  state?: ReplayState;
}

const NONE: DeliveryCounts = { delivered: 0, dead: 0, cancelled: 0, pending: 0 };

@Injectable()
export class ReplaysRepository {
  constructor(private readonly database: Database) {}

  /** PostgreSQL's time, to the microsecond. */
  async now(manager: EntityManager): Promise<string> {
    const [row] = await this.database.query<{ at: string }>(NOW, [], manager);
    return row!.at;
  }

  async insert(replay: NewReplay, manager: EntityManager): Promise<ReplayRow> {
    const { id, project_id, filter, destination_ids, rate_max, rate_per, matched, at_least, walks, at } =
      replay;
    const values = [id, project_id, JSON.stringify(filter), destination_ids, rate_max, rate_per, matched];
    const [row] = await this.database.query<ReplayRow>(
      INSERT,
      [...values, at_least, JSON.stringify(walks), at],
      manager,
    );
    return row!;
  }

  async find(projectId: string, id: string): Promise<ReplayRow | undefined> {
    const [row] = await this.database.query<ReplayRow>(FIND, [projectId, id]);
    return row;
  }

  /** Within a transaction: no worker goes on with it until that ends. */
  async findForUpdate(projectId: string, id: string, manager: EntityManager): Promise<ReplayRow | undefined> {
    const [row] = await this.database.query<ReplayRow>(LOCK, [projectId, id], manager);
    return row;
  }

  /** Newest first, after the given id. */
  list(projectId: string, filter: ReplayListFilter, limit: number, after?: string): Promise<ReplayRow[]> {
    return this.database.query<ReplayRow>(LIST, [projectId, limit, after ?? null, filter.state ?? null]);
  }

  async setState(id: string, state: ReplayState, manager: EntityManager): Promise<ReplayRow> {
    const [row] = await this.database.query<ReplayRow>(SET_STATE, [id, state], manager);
    return row!;
  }

  /** Ends what waits for its (next) try; what is being tried now ends with that. */
  async cancelWaiting(id: string, manager: EntityManager): Promise<void> {
    await this.database.query(CANCEL_WAITING, [id], manager);
  }

  /** Removes up to `limit` that ended more than 30 days ago, of those made before an id; answers how many. */
  async deleteOld(before: string, limit: number): Promise<number> {
    return (await this.database.query(DELETE_OLD, [before, limit])).length;
  }

  /** What has become of the deliveries of some replays so far, by the id of the replay. */
  async deliveryCounts(ids: string[], manager?: EntityManager): Promise<Map<string, DeliveryCounts>> {
    const counts = new Map(ids.map((id) => [id, { ...NONE }]));
    if (ids.length === 0) return counts;
    const rows = await this.database.query<{
      replay_id: string;
      status: keyof DeliveryCounts;
      count: number;
    }>(COUNT, [ids], manager);
    for (const { replay_id, status, count } of rows) counts.get(replay_id)![status] = count;
    return counts;
  }
}

const NOW = { name: 'replays.now', text: `SELECT to_json(now()) #>> '{}' AS at` };

const INSERT = {
  name: 'replays.insert',
  text: `
INSERT INTO replays (id, project_id, filter, destination_ids, rate_max, rate_per, matched, at_least, walks,
                     created_at, tokens_at, due_at)
VALUES ($1, $2, $3::jsonb, $4::uuid[], $5, $6, $7, $8, $9::jsonb, $10::timestamptz, now(), now())
RETURNING *`,
};

const FIND = { name: 'replays.find', text: 'SELECT * FROM replays WHERE project_id = $1 AND id = $2' };
const LOCK = { name: 'replays.lock', text: `${FIND.text} FOR UPDATE` };

const LIST = {
  name: 'replays.list',
  text: `
SELECT * FROM replays
 WHERE project_id = $1 AND ($3::uuid IS NULL OR id < $3) AND ($4::text IS NULL OR state = $4)
 ORDER BY id DESC LIMIT $2`,
};

/** A paused one is nobody's business. What was saved up until a pause is not spent after it. */
const SET_STATE = {
  name: 'replays.set-state',
  text: `
UPDATE replays
   SET state = $2, due_at = CASE WHEN $2 <> 'paused' THEN now() END,
       tokens = least(tokens, 1), tokens_at = now()
 WHERE id = $1 RETURNING *`,
};

const CANCEL_WAITING = {
  name: 'replays.cancel-waiting',
  text: noteChanges(`
UPDATE deliveries d SET ${CANCELLED}
 WHERE replay_id = $1 AND status = 'waiting'
${changed()}`),
};

const COUNT = {
  name: 'replays.delivery-counts',
  text: `
SELECT replay_id, CASE WHEN status IN ('waiting', 'queued') THEN 'pending' ELSE status END AS status,
       count(*)::int AS count
  FROM deliveries WHERE replay_id = ANY ($1::uuid[]) GROUP BY 1, 2`,
};

const DELETE_OLD = {
  name: 'replays.delete-old',
  text: `DELETE FROM replays WHERE id IN (
           SELECT id FROM replays
            WHERE id < $1 AND state IN ('done', 'cancelled') AND finished_at < now() - interval '30 days'
            LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
