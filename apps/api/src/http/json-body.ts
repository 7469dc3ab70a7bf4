import { isUtf8 } from 'node:buffer';
import { AppError, invalid } from '@app/errors';
import { findJsonFault } from './json-fault.js';

/**
 * Reads a request body as JSON. No body at all is undefined, which handlers read as `{}`.
 * Throws `unreadable` (400) for what is no JSON, `invalid` (422) for JSON that cannot be kept unchanged.
 */
export function readJsonBody(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  if (!isUtf8(raw)) throw unreadable('it is not valid UTF-8');
  let body: unknown;
  try {
    body = JSON.parse(raw.toString('utf8'));
  } catch (error) {
    throw unreadable((error as Error).message);
  }
  const fault = findJsonFault(body);
  if (fault) throw invalid([fault]);
  return body;
}

function unreadable(reason: string): AppError {
  return new AppError(
    'unreadable',
    'request.unreadable',
    `The body cannot be read as JSON: ${reason.slice(0, 200)}.`,
  );
}
