import pLimit from 'p-limit';
import { sqlState } from '@app/database';
import { unavailable } from '@app/errors';

/** What is made at once by a process, and what may wait for it. */
const AT_ONCE = 2;
const MOST_WAITING = 20;
/** After so long PostgreSQL gives a statement of theirs up. */
export const STATEMENT_TIMEOUT_MS = 30_000;
const QUERY_CANCELED = '57014';

/** Lets forecasts be made by turns: each reads all triggers of a project. */
export class Turns {
  private readonly turns = pLimit(AT_ONCE);

  /** Throws `unavailable` when too many wait, or when PostgreSQL gave `work` up because it took too long. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.turns.pendingCount >= MOST_WAITING)
      throw unavailable('forecast.busy', 'Too many forecasts are being made. Try again.');
    return this.turns(work).catch((error: unknown) => {
      if (sqlState(error) !== QUERY_CANCELED) throw error;
      throw unavailable(
        'forecast.too_slow',
        'The database took too long to forecast the load. Try again.',
        error,
      );
    });
  }
}
