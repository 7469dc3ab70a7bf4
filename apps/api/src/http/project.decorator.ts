import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '@app/auth';
import { DEFAULT_PROJECT } from '@app/database';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; set before its body is read, and missing on routes that are open to everybody. */
    principal?: Principal;
  }
}

/** The id of the project that a request is about. */
export const ProjectId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  projectIdOf(context.switchToHttp().getRequest()),
);

export function projectIdOf(request: FastifyRequest): string {
  return request.principal?.project.id ?? DEFAULT_PROJECT.id;
}
