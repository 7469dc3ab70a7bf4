import type { FastifyServerOptions } from 'fastify';
import type { TrustProxy } from '@app/config';

/**
 * Fastify's `trustProxy`. A number counts hops, the connection's own being the first: it is right only where nobody
 * reaches the api past the proxies, which is why ranges are the better choice. (Fastify trusts nobody when it is given
 * the number itself.)
 */
export function trustProxyOption(trust: TrustProxy): NonNullable<FastifyServerOptions['trustProxy']> {
  return typeof trust === 'number' ? (_address: string, hop: number) => hop < trust : trust;
}
