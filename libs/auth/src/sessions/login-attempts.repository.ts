import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';

/** Failures that cost nothing; from then on each doubles the delay, from a second to five minutes. */
const FREE_FAILURES = 5;
const LONGEST_DELAY_SECONDS = 300;
/** After this long without an attempt the count begins anew. */
const FORGOTTEN_AFTER = '1 hour';

/** Counts failed logins by account and by address, in PostgreSQL, so that every api process knows of all of them. */
@Injectable()
export class LoginAttemptsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts an attempt of each subject as failed before it is made, so that guesses made at once count as well. Answers
   * undefined, or, when one of them has to wait, for how many milliseconds; the caller's transaction is then to be
   * rolled back, so that waiting costs nothing further.
   */
  async reserve(subjects: string[], manager: EntityManager): Promise<number | undefined> {
    const sorted = subjects.toSorted(); // whoever meets on two subjects meets in one order
    const counted = await this.database.query(
      RESERVE,
      [sorted, FREE_FAILURES, LONGEST_DELAY_SECONDS],
      manager,
    );
    if (counted.length === subjects.length) return undefined;
    const [row] = await this.database.query<{ wait_ms: number }>(WAIT, [subjects], manager);
    return row!.wait_ms;
  }

  /** An attempt that was reserved has failed: the wait counts from now, however long judging the password took. */
  async failed(subjects: string[]): Promise<void> {
    await this.database.query(FAILED, [subjects, FREE_FAILURES, LONGEST_DELAY_SECONDS]);
  }

  /** A login that succeeded: the account starts anew, the address gets its one attempt back. */
  async forgive(account: string, address: string): Promise<void> {
    await this.database.query(FORGIVE_ACCOUNT, [account]);
    await this.database.query(FORGIVE_ADDRESS, [address]);
  }

  /** Answers how many. */
  async deleteForgotten(limit: number): Promise<number> {
    return (await this.database.query(DELETE_FORGOTTEN, [limit])).length;
  }
}

/** Until when the next attempt has to wait after so many failures. */
function waitAfter(failures: string): string {
  return `CASE WHEN ${failures} < $2 THEN now()
       ELSE now() + least(power(2, least(${failures} - $2, 20)), $3) * interval '1 second' END`;
}

const RESERVE = {
  name: 'login-attempts.reserve',
  text: `
INSERT INTO login_attempts AS a (subject, failures, last_at, blocked_until)
SELECT subject, 1, now(), now() FROM unnest($1::text[]) AS s (subject) ORDER BY subject
ON CONFLICT (subject) DO UPDATE
   SET failures = CASE WHEN a.last_at < now() - interval '${FORGOTTEN_AFTER}' THEN 1 ELSE a.failures + 1 END,
       last_at = now(),
       blocked_until = CASE WHEN a.last_at < now() - interval '${FORGOTTEN_AFTER}' THEN now()
                            ELSE ${waitAfter('a.failures + 1')} END
 WHERE a.blocked_until <= now()
RETURNING subject`,
};

const FAILED = {
  name: 'login-attempts.failed',
  text: `
UPDATE login_attempts SET last_at = now(), blocked_until = ${waitAfter('failures')}
 WHERE subject IN (SELECT subject FROM login_attempts WHERE subject = ANY ($1) ORDER BY subject FOR UPDATE)`,
};

const WAIT = {
  name: 'login-attempts.wait',
  text: `SELECT (extract(epoch FROM max(blocked_until) - now()) * 1000)::float8 AS wait_ms
           FROM login_attempts WHERE subject = ANY ($1)`,
};

const FORGIVE_ACCOUNT = {
  name: 'login-attempts.forgive-account',
  text: `DELETE FROM login_attempts WHERE subject = $1`,
};

const FORGIVE_ADDRESS = {
  name: 'login-attempts.forgive-address',
  text: `UPDATE login_attempts SET failures = failures - 1, blocked_until = now() WHERE subject = $1`,
};

const DELETE_FORGOTTEN = {
  name: 'login-attempts.delete-forgotten',
  text: `DELETE FROM login_attempts WHERE subject IN (
           SELECT subject FROM login_attempts WHERE last_at < now() - interval '${FORGOTTEN_AFTER}'
            LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
