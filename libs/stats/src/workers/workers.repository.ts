import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';

/** A worker that is there. */
export interface WorkerRow {
  id: string;
  /** The machine and the process there. */
  name: string;
  roles: string[];
  started_at: Date;
  seen_at: Date;
}

/** A worker that was not heard of for this long is gone. */
const LIFE = `interval '20 seconds'`;
const MOST_SHOWN = 100;

@Injectable()
export class WorkersRepository {
  constructor(private readonly database: Database) {}

  /** Those that are there, the oldest first. */
  list(): Promise<WorkerRow[]> {
    return this.database.query<WorkerRow>(LIST, [MOST_SHOWN]);
  }

  /** Says that a worker is there, and forgets those that were killed. */
  async beat({ id, name, roles }: Pick<WorkerRow, 'id' | 'name' | 'roles'>): Promise<void> {
    await this.database.query(BEAT, [id, name, roles]);
    await this.database.query(FORGET, []);
  }

  async leave(id: string): Promise<void> {
    await this.database.query(LEAVE, [id]);
  }
}

const LIST = {
  name: 'workers.list',
  text: `SELECT * FROM workers WHERE seen_at > now() - ${LIFE} ORDER BY started_at, id LIMIT $1`,
};

const BEAT = {
  name: 'workers.beat',
  text: `INSERT INTO workers (id, name, roles) VALUES ($1, $2, $3::text[])
         ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
};

const FORGET = { name: 'workers.forget', text: `DELETE FROM workers WHERE seen_at < now() - ${LIFE}` };

const LEAVE = { name: 'workers.leave', text: 'DELETE FROM workers WHERE id = $1' };
