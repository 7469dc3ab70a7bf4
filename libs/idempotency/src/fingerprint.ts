import { createHash } from 'node:crypto';

/**
 * What tells one request from another under the same key: SHA-256 of its method, its path and its body. The body is
 * taken as it was read and written out again, so that white space makes no difference; the order of its keys does.
 * No body and `{}` are two things: a hook takes the one for the trigger's own payload and the other for an empty one.
 */
export function fingerprintOf(method: string, path: string, body: unknown): Buffer {
  const hash = createHash('sha256').update(`${method} ${path}\n`);
  if (body !== undefined) hash.update(JSON.stringify(body));
  return hash.digest();
}
