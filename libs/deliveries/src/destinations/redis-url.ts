const MAX_URL = 2048;
const DATABASE = /^\/?$|^\/\d{1,4}$/;

/**
 * Whether it names a Redis by `redis://` or `rediss://`, a host, and perhaps credentials, port and database. A query is
 * refused: clients take it for options, a socket's path among them.
 */
export function isRedisUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_URL || !URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  return (
    isDecodable(value) &&
    (protocol === 'redis:' || protocol === 'rediss:') &&
    hostname !== '' &&
    DATABASE.test(pathname) &&
    search === '' &&
    hash === ''
  );
}

/** A client decodes user and password. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** What may be shown of it: all but user and password. */
export function withoutCredentials(redisUrl: string): string {
  const { protocol, host, pathname } = new URL(redisUrl);
  return `${protocol}//${host}${pathname}`;
}
