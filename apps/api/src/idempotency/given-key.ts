import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fingerprintOf, readIdempotencyKey, type IdempotencyKey } from '@app/idempotency';

/** The key of a firing; undefined without one. It is committed along with the event, so the handler passes it on. */
export const FiringKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  givenKey(context.switchToHttp().getRequest()),
);

/** Throws `idempotency.key_unreadable`. */
export function givenKey(request: FastifyRequest): IdempotencyKey | undefined {
  if (request.headers['idempotency-key'] === undefined) return undefined;
  // `headers` joins a field that was sent twice into one
  const value = readIdempotencyKey(request.raw.headersDistinct['idempotency-key'] ?? []);
  const [path = ''] = request.url.split('?'); // as rewritten: without /v1 and the trailing slash
  return { value, fingerprint: fingerprintOf(request.method, path, request.body) };
}

/** Says of an answer that it is the first one once more. */
export function markRepeated(reply: FastifyReply, repeated: boolean | undefined): void {
  if (repeated) void reply.header('idempotent-replayed', 'true');
}
