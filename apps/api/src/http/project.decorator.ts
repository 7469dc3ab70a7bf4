import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ProjectRef } from '@app/auth';
import { DEFAULT_PROJECT } from '@app/database';

/** The project that a request is about. */
export const CurrentProject = createParamDecorator((_: unknown, context: ExecutionContext) =>
  projectOf(context.switchToHttp().getRequest()),
);

/** Its id, which is all that most handlers need. */
export const ProjectId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  projectIdOf(context.switchToHttp().getRequest()),
);

export function projectIdOf(request: FastifyRequest): string {
  return projectOf(request).id;
}

/** Open routes are in no project but the default one. */
function projectOf(request: FastifyRequest): ProjectRef {
  return request.principal?.project ?? DEFAULT_PROJECT;
}
