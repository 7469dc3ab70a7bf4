import { ParseError, parseItem } from 'structured-headers';
import { AppError } from '@app/errors';

/** What a client named its request by, and what it asked for: a key answers for one request only. */
export interface IdempotencyKey {
  value: string;
  /** SHA-256 of the request, see {@link fingerprintOf}. */
  fingerprint: Buffer;
}

const LONGEST = 255;
/** Visible ASCII (RFC 5234, VCHAR) without the double quote. */
const BARE = /^[\x21\x23-\x7e]+$/;

/**
 * The key in the field values of `Idempotency-Key`, one for each time that the field was sent: a String of Structured
 * Fields (RFC 9651, 3.3.3) as draft-ietf-httpapi-idempotency-key-header has it, parameters ignored, or its bare
 * characters. Both name the same key. Throws `idempotency.key_unreadable`.
 */
export function readIdempotencyKey(values: readonly string[]): string {
  const [text, another] = values;
  if (text === undefined || another !== undefined) throw unreadable('send it once');
  const key = text.startsWith('"') ? quoted(text) : text;
  if (key === '') throw unreadable('it is empty');
  if (key.length > LONGEST) throw unreadable(`it has more than ${LONGEST} characters`);
  if (!text.startsWith('"') && !BARE.test(key))
    throw unreadable('without quotes only visible ASCII characters are allowed, and no spaces');
  return key;
}

function quoted(text: string): string {
  try {
    const [value] = parseItem(text);
    return value as string;
  } catch (error) {
    if (error instanceof ParseError) throw unreadable('it is not a quoted string of RFC 9651');
    throw error;
  }
}

function unreadable(reason: string): AppError {
  return new AppError(
    'unreadable',
    'idempotency.key_unreadable',
    `The Idempotency-Key cannot be read: ${reason}.`,
  );
}
