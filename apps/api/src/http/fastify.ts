import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuidV7 } from '@app/clock';
import { withLogContext } from '@app/observability';
import { readJsonBody } from './json-body.js';
import { answerProblem } from './problem.js';
import { rewriteUrl } from './rewrite-url.js';

const BODY_LIMIT = 256 * 1024;
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The HTTP server: JSON bodies only, bounded in size and time, a request id on every answer and log line. */
export function fastifyAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    // what Fastify refuses before it has found a route, and therefore before any hook
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header('x-request-id', request.id);
      answerProblem(error, request, reply);
    },
    rewriteUrl: (request: IncomingMessage) => rewriteUrl(request.url ?? '/'),
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidV7(Date.now());
    },
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogContext({ request_id: request.id }, done);
  });
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
  return adapter;
}
