import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';
import { answerProblem } from './problem.js';

const ALLOWED = [
  'authorization',
  'content-type',
  'idempotency-key',
  'x-project',
  'x-request-id',
  'last-event-id',
  'if-match',
];
const EXPOSED = [
  'location',
  'etag',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-request-id',
  'idempotent-replayed',
];
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of these origins call the api. Credentials of the browser's own (cookies) are not allowed: there are none.
 * For every other origin there is no CORS at all, and a preflight is as unknown as any other path.
 */
export function allowOrigins(adapter: FastifyAdapter, origins: string[]): void {
  if (origins.length === 0) return;
  const listed = new Set(origins);
  // The route of the preflights is there before Nest's error handler is, and would keep Fastify's.
  adapter.getInstance().addHook('onRoute', (route: RouteOptions) => {
    if (route.method === 'OPTIONS') route.errorHandler = answerProblem;
  });
  adapter.enableCors({
    origin: (origin: string | undefined, answer: (error: Error | null, allow: string | false) => void) =>
      answer(null, origin !== undefined && listed.has(origin) ? origin : false),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
