import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiResponse, ApiSecurity, getSchemaPath } from '@nestjs/swagger';
import type { Scope } from '@app/auth';
import { ProblemView } from '../http/problem.view.js';

/**
 * What a route asks of a caller: nothing (`open`), any valid credentials (`signed-in`), or a scope. It is part of the
 * route's own configuration, so that it is judged before the body is read; a route without one is refused to everybody.
 */
export type Access = 'open' | 'signed-in' | Scope;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** Declares who may call a route, and documents what the others are answered. `bodyLimit` is for a larger body. */
export function Allow(access: Access, { bodyLimit }: { bodyLimit?: number } = {}) {
  const config = RouteConfig({ access, ...(bodyLimit !== undefined && { bodyLimit }) });
  const limited = problem(429, 'Too many requests; try again after `Retry-After`.');
  if (access === 'open') return applyDecorators(config, ApiSecurity({}), limited);
  return applyDecorators(
    config,
    ApiBearerAuth(),
    problem(401, 'Credentials are missing, wrong, expired or revoked.'),
    ...(access === 'signed-in' ? [] : [problem(403, `The credentials lack the scope \`${access}\`.`)]),
    limited,
  );
}

function problem(status: number, description: string) {
  const schema = { $ref: getSchemaPath(ProblemView) };
  return ApiResponse({ status, description, content: { 'application/problem+json': { schema } } });
}
