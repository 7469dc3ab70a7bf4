import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

@Injectable()
export class LeasesRepository {
  constructor(private readonly database: Database) {}

  /** Takes a lease that nobody has or whose time is over; says whether it did. */
  async take(name: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.database.query(TAKE, [name, owner, ttlMs])).length > 0;
  }

  /** False when it has run out: somebody else may have it. */
  async renew(name: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.database.query(RENEW, [name, owner, ttlMs])).length > 0;
  }

  async giveBack(name: string, owner: string): Promise<void> {
    await this.database.query(GIVE_BACK, [name, owner]);
  }

  /** Removes up to `limit` leases whose time is over; answers how many. Passes over what somebody is about to take. */
  async deleteExpired(limit: number): Promise<number> {
    return (await this.database.query(DELETE_EXPIRED, [limit])).length;
  }
}

const TAKE = {
  name: 'leases.take',
  text: `
INSERT INTO leases AS held (name, owner, until) VALUES ($1, $2, now() + $3::float8 * interval '1 millisecond')
ON CONFLICT (name) DO UPDATE SET (owner, until) = (excluded.owner, excluded.until) WHERE held.until <= now()
RETURNING 1`,
};

const RENEW = {
  name: 'leases.renew',
  text: `UPDATE leases SET until = now() + $3::float8 * interval '1 millisecond'
          WHERE name = $1 AND owner = $2 AND until > now() RETURNING 1`,
};

const GIVE_BACK = {
  name: 'leases.give-back',
  text: 'DELETE FROM leases WHERE name = $1 AND owner = $2',
};

const DELETE_EXPIRED = {
  name: 'leases.delete-expired',
  text: `DELETE FROM leases WHERE name IN (
           SELECT name FROM leases WHERE until <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
