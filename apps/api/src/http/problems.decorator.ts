import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { BODY_LIMIT, LARGE_BODY_LIMIT, sizeInWords } from './body-limit.js';
import { ProblemView } from './problem.view.js';

const MEANING: Record<number, string> = {
  400: 'The body is not JSON.',
  401: 'Credentials are missing, wrong, expired or revoked.',
  403: 'These credentials do not allow it.',
  404: 'There is no such thing in this project.',
  409: 'The present state does not allow it.',
  412: 'It has been changed since; no tag of `If-Match` is its present `ETag` (`precondition.failed`).',
  413: `The body is larger than ${sizeInWords(BODY_LIMIT)}.`,
  415: 'The body is not application/json.',
  422: 'Fields are invalid or unknown; `errors` points at each.',
  503: 'The database is away or overloaded; try again after `Retry-After`.',
};

const LARGER = `The body is larger than ${sizeInWords(LARGE_BODY_LIMIT)}.`;
const WITH_BODY = [400, 413, 415, 422];

/** Documents the errors of an endpoint; 503 belongs to all of them, and those of a body come with `body`, or
 * `large body` where that is allowed. */
export function Problems(...which: (number | 'body' | 'large body')[]) {
  const statuses = which.flatMap((status) => (typeof status === 'number' ? [status] : WITH_BODY));
  const meaning = which.includes('large body') ? { ...MEANING, 413: LARGER } : MEANING;
  return applyDecorators(
    ApiExtraModels(ProblemView),
    ...[...new Set([...statuses, 503])].map((status) =>
      ApiResponse({
        status,
        description: meaning[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
      }),
    ),
  );
}
