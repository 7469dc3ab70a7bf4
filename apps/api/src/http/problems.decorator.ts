import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemView } from './problem.view.js';

const MEANING: Record<number, string> = {
  400: 'The body is not JSON.',
  401: 'Credentials are missing, wrong, expired or revoked.',
  403: 'These credentials do not allow it.',
  404: 'There is no such thing in this project.',
  409: 'The present state does not allow it.',
  413: 'The body is larger than 256 KiB.',
  415: 'The body is not application/json.',
  422: 'Fields are invalid or unknown; `errors` points at each.',
  503: 'The database is away or overloaded; try again after `Retry-After`.',
};

const WITH_BODY = [400, 413, 415, 422];

/** Documents the errors of an endpoint; 503 belongs to all of them, and those of a body come with `body`. */
export function Problems(...which: (number | 'body')[]) {
  const statuses = which.flatMap((status) => (status === 'body' ? WITH_BODY : [status]));
  return applyDecorators(
    ApiExtraModels(ProblemView),
    ...[...new Set([...statuses, 503])].map((status) =>
      ApiResponse({
        status,
        description: MEANING[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
      }),
    ),
  );
}
