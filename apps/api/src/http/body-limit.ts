import type { FastifyInstance } from 'fastify';

/** Of a request body, in bytes. */
export const BODY_LIMIT = 256 * 1024;
/** Of a body that carries many things at once. */
export const LARGE_BODY_LIMIT = 4 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** In bytes; BODY_LIMIT if it is not said. */
    bodyLimit?: number;
  }
}

/** Nest passes on a route's configuration and none of its options, so the limit of a route is made of the one by this. */
export function limitBodies(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = route.config?.bodyLimit ?? BODY_LIMIT;
  });
}

/** `256 KiB`, `4 MiB`. */
export function sizeInWords(bytes: number): string {
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`;
}
