import { STATUS_CODES } from 'node:http';
import { HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '@app/database';
import { AppError, unavailable, type ErrorKind } from '@app/errors';
import { withLogContext } from '@app/observability';
import { BODY_LIMIT, sizeInWords } from './body-limit.js';
import type { ProblemView } from './problem.view.js';
import { PROBLEM_HEADERS } from './security-headers.js';

const logger = new Logger('Problem');

const STATUS: Record<ErrorKind, number> = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** What Fastify itself refuses, by its error code. */
const FASTIFY: Record<string, [ErrorKind, string, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'request.unsupported_media_type',
    'Send the body as application/json.',
  ],
  FST_ERR_BAD_URL: ['unreadable', 'request.unreadable', 'The path cannot be decoded.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'unreadable',
    'request.unreadable',
    'The body is not as long as it says.',
  ],
};

/** Answers an error as problem details. A kind becomes a status here and nowhere else. */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, detail, faults, retryAfter } = withLogContext({ request_id: request.id }, () =>
    describe(thrown, request.routeOptions?.bodyLimit ?? BODY_LIMIT),
  );
  const problem: ProblemView = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    request_id: request.id,
    ...(faults.length > 0 && { errors: faults }),
  };
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  void reply.status(status).headers(PROBLEM_HEADERS).send(problem);
}

function describe(thrown: unknown, bodyLimit: number) {
  const error = asAppError(thrown, bodyLimit);
  if (error) {
    const { code, message: detail, faults, retryAfter } = error;
    return { status: STATUS[error.kind], code, detail, faults, retryAfter };
  }
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status !== undefined && status < 500) {
    const code = status === 404 ? 'route.not_found' : 'request.refused';
    const detail = status === 404 ? 'There is nothing at this path.' : (thrown as Error).message;
    return { status, code, detail, faults: [], retryAfter: undefined };
  }
  logger.error(thrown instanceof Error ? thrown : new Error(String(thrown)));
  const detail = 'Something went wrong on our side. The logs have it under the request_id.';
  return { status: 500, code: 'internal', detail, faults: [], retryAfter: undefined };
}

function asAppError(thrown: unknown, bodyLimit: number): AppError | undefined {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseAway(thrown))
    return unavailable('database.unavailable', 'The database is away. Try again shortly.', thrown);
  const code = codeOf(thrown) ?? '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new AppError(
      'too_large',
      'request.too_large',
      `The body is larger than ${sizeInWords(bodyLimit)}.`,
    );
  const known = FASTIFY[code];
  return known && new AppError(...known);
}

function codeOf(thrown: unknown): string | undefined {
  const { code, cause } = (thrown ?? {}) as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : cause ? codeOf(cause) : undefined;
}

/** Errors of Fastify carry the status that they mean. */
function statusOf(thrown: unknown): number | undefined {
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
