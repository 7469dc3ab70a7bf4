import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify as createFastify, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '@app/config';
import { AppError } from '@app/errors';
import { withLogContext } from '@app/observability';
import { guardLoopback } from '../access/loopback-guard.js';
import { BODY_LIMIT, limitBodies } from './body-limit.js';
import { answerClientError } from './client-error.js';
import { allowOrigins } from './cors.js';
import { readJsonBody } from './json-body.js';
import { answerProblem } from './problem.js';
import { rewriteUrl } from './rewrite-url.js';
import { sendSecurityHeaders } from './security-headers.js';
import { trustProxyOption } from './trust-proxy.js';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** How long a client may take, in ms: to send its header fields, all of its request, and between two packets. */
const PATIENCE = { headers: 10_000, request: 30_000, silence: 60_000, checkedEvery: 1000 };

/**
 * The HTTP server: JSON bodies only, bounded in size and time, a request id on every answer and log line. Without a
 * configuration it can be asked for its routes and is not to be served.
 */
export async function fastifyAdapter(config?: Config, patience = PATIENCE): Promise<FastifyAdapter> {
  const fastify = createFastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: patience.request,
    connectionTimeout: patience.silence,
    keepAliveTimeout: 72_000,
    http: {
      headersTimeout: patience.headers,
      connectionsCheckingInterval: patience.checkedEvery,
      requireHostHeader: false, // Node would refuse without a word: see the first hook
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    trustProxy: trustProxyOption(config?.http.trustProxy ?? false),
    clientErrorHandler: answerClientError,
    // what Fastify refuses before it has found a route, and therefore before any hook
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header('x-request-id', request.id);
      answerProblem(error, request, reply);
    },
    rewriteUrl: (request: IncomingMessage) => rewriteUrl(request.url ?? '/'),
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  // The order of the hooks is that of their registration. Those of the adapter (CORS, and later Nest's) come last.
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    withLogContext({ request_id: request.id }, () => done(hostFault(request)));
  });
  // A body arrives in events of its connection, which know nothing of the hook above.
  fastify.addHook('preValidation', (request, _reply, done) => {
    withLogContext({ request_id: request.id }, done);
  });
  await sendSecurityHeaders(fastify, config?.http.publicUrl?.startsWith('https:') ?? false);
  if (config) guardLoopback(fastify, config);
  limitBodies(fastify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (_request, raw, done) => {
      try {
        done(null, readJsonBody(raw as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  const adapter = new FastifyAdapter(fastify);
  if (config) allowOrigins(adapter, config.http.corsOrigins);
  return adapter;
}

/** HTTP/1.1 asks for it (RFC 9112, section 3.2). */
function hostFault({ headers, raw }: FastifyRequest): AppError | undefined {
  if (headers.host !== undefined || raw.httpVersion === '1.0') return undefined;
  return new AppError('unreadable', 'request.malformed', 'The header field Host is missing.');
}
