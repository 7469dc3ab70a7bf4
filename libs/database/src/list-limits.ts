import { unavailable, type AppError } from '@app/errors';

/** For how long a page of a list is filled; what takes longer is answered short, and goes on with the next one. */
export const LIST_PATIENCE_MS = 1000;
/** After so long PostgreSQL gives a list up. */
export const LIST_LIMIT_MS = 5000;
export function listTooSlow(): AppError {
  return unavailable('list.too_slow', 'The list took too long. Narrow it, for example with since and until.');
}
