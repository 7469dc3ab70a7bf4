import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withRequestContext, type Principal } from '@app/auth';
import { forbidden } from '@app/errors';
import { AccessControl } from './access-control.js';
import type { Access } from './access.decorator.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; missing on routes that are open to everybody. */
    principal?: Principal;
  }
}

/** Served by libraries, which declare nothing: the documentation, and the files of the console. */
const OPEN_PATHS = /^\/(docs(\/.*)?|openapi\.json|console(\/.*)?)$/;
/** A load balancer's questions must be answered also while somebody floods the api from its address. */
const UNCOUNTED_PATHS = /^\/health\//;

/**
 * Puts access control in front of every route, before the body is read: what a stranger sends is neither parsed nor
 * answered with anything but 401.
 */
export function guardRoutes(app: NestFastifyApplication): void {
  const control = app.get(AccessControl);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const principal = await admit(control, request, reply);
    if (principal) request.principal = principal;
  });
  // Entered once the body is there: what runs on a socket's events has lost the context of the hooks before.
  fastify.addHook('preValidation', (request: FastifyRequest, _reply, done) => {
    const { id: requestId, ip: address, principal } = request;
    withRequestContext({ requestId, address, ...(principal && { principal }) }, done);
  });
}

async function admit(control: AccessControl, request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split('?')[0]!;
  if (UNCOUNTED_PATHS.test(path)) return undefined;
  const access = accessOf(request, path);
  if (!access) throw forbidden('access.undeclared', 'This route does not say who may call it.');
  return control.admit(request, reply, access);
}

function accessOf(request: FastifyRequest, path: string): Access | undefined {
  // no route of ours answers OPTIONS: a browser asks for permission with it, and has no credentials yet
  if (request.is404 || request.method === 'OPTIONS' || OPEN_PATHS.test(path)) return 'open';
  return request.routeOptions.config.access;
}
