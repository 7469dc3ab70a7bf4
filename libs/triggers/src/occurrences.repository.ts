import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { Skipped } from './occurrence.js';

/** Schedules as JSON has them: times are texts. */
type SkippedRow = Omit<Skipped, 'schedule' | 'count'> & {
  count: string;
  schedule: { kind: string; at?: string; anchor?: string };
};

@Injectable()
export class OccurrencesRepository {
  constructor(private readonly database: Database) {}

  /** Notes what did not fire. */
  async noteSkipped(skipped: Skipped[], manager: EntityManager): Promise<void> {
    if (skipped.length === 0) return;
    await this.database.query(
      NOTE,
      [
        skipped.map(({ trigger_id }) => trigger_id),
        skipped.map(({ project_id }) => project_id),
        skipped.map(({ first_at }) => first_at),
        skipped.map(({ last_at }) => last_at),
        skipped.map(({ count }) => count),
        skipped.map(({ outcome }) => outcome),
        skipped.map(({ reason }) => reason),
        skipped.map(({ schedule }) => JSON.stringify(schedule)),
      ],
      manager,
    );
  }

  /** Spans that begin before an instant, latest first. */
  async skippedBefore(projectId: string, triggerId: string, before: Date, limit: number): Promise<Skipped[]> {
    const rows = await this.database.query<SkippedRow>(SKIPPED, [projectId, triggerId, before, limit]);
    return rows.map(({ schedule: { at, anchor, ...rest }, ...row }) => {
      const times = { ...(at && { at: new Date(at) }), ...(anchor && { anchor: new Date(anchor) }) };
      return { ...row, count: Number(row.count), schedule: { ...rest, ...times } as Skipped['schedule'] };
    });
  }

  /** Events of the schedule that stand for instants before one, latest first. */
  firedBefore(projectId: string, triggerId: string, before: Date, limit: number) {
    const values = [projectId, triggerId, before, limit];
    return this.database.query<{ id: string; scheduled_for: Date }>(FIRED_OCCURRENCES, values);
  }

  /** Forgets up to `limit` spans that were noted more than 30 days ago; answers how many. */
  async deleteOld(limit: number): Promise<number> {
    return (await this.database.query(DELETE_OLD, [limit])).length;
  }
}

const NOTE = {
  name: 'occurrences.note-skipped',
  text: `
INSERT INTO skipped_occurrences (trigger_id, project_id, first_at, last_at, count, outcome, reason, schedule)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::bigint[], $6::text[], $7::text[],
                     $8::json[])
ON CONFLICT (trigger_id, first_at) DO NOTHING`,
};

const SKIPPED = {
  name: 'occurrences.skipped',
  text: `SELECT * FROM skipped_occurrences WHERE project_id = $1 AND trigger_id = $2 AND first_at < $3
          ORDER BY first_at DESC LIMIT $4`,
};

export const FIRED_OCCURRENCES = {
  text: `SELECT id, scheduled_for FROM events
          WHERE project_id = $1 AND trigger_id = $2 AND source = 'schedule' AND scheduled_for < $3
            AND expires_at > now()
          ORDER BY scheduled_for DESC LIMIT $4`,
};

const DELETE_OLD = {
  name: 'occurrences.delete-old',
  text: `DELETE FROM skipped_occurrences WHERE (trigger_id, first_at) IN (
           SELECT trigger_id, first_at FROM skipped_occurrences WHERE created_at < now() - interval '30 days'
            LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
