import { QueryFailedError } from 'typeorm';

/** The five-character SQLSTATE of an error that came from PostgreSQL, straight or through TypeORM. */
export function sqlState(error: unknown): string | undefined {
  const source = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const code = (source as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/**
 * Whether an error says that PostgreSQL is away rather than that the statement was wrong: classes 08 (connection),
 * 53 (resources) and 57P (shutdown, start-up) of its error codes, a refused socket, or a pool that gave up waiting.
 */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined && (UNREACHABLE.has(state) || /^(08|53|57P)/.test(state))) return true;
  return error instanceof Error && LOST_CONNECTION.test(error.message);
}

/** Whether an error is a violation of a unique constraint, of the one named if a name is given. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  const source = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  return constraint === undefined || (source as { constraint?: string }).constraint === constraint;
}

/** Whether an error says that a row cannot go because others refer to it. */
export function isStillReferenced(error: unknown): boolean {
  return sqlState(error) === '23503';
}
