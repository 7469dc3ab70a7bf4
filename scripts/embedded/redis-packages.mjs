// @ts-check
import { unpackPackage } from './debian-packages.mjs';
import { findRedisServer, UNPACKED } from './redis-server.mjs';

/**
 * Makes sure that the tests have a Redis: where none is on PATH, Debian's packages are unpacked into a folder of the
 * clone. Returns why not, if not.
 * @returns {Promise<string | undefined>}
 */
export async function ensureRedisServer() {
  if (findRedisServer()) return undefined;
  const reason = await unpackPackage('redis-server', UNPACKED);
  if (reason) return `no redis-server on PATH, and ${reason}`;
  return findRedisServer() ? undefined : 'the packages of redis-server hold no redis-server';
}
