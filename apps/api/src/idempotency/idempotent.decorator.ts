import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

export const KEY_HEADER = 'Idempotency-Key';

/**
 * For a POST that creates or starts something: it runs once for each `Idempotency-Key`, and its 2xx answer is kept for
 * repeats. Routes without this ignore the header. `describeKeys` documents the answers that come with it.
 */
export function Idempotent() {
  return applyDecorators(DocumentedKey(), UseInterceptors(IdempotencyInterceptor));
}

/** For a POST that makes an event: the handler takes `@FiringKey()`, and the key is committed with the event. */
export function IdempotentFiring() {
  return DocumentedKey();
}

function DocumentedKey(): MethodDecorator {
  return ApiHeader({
    name: KEY_HEADER,
    required: false,
    description:
      'Names this request, so that sending it again within 24 hours does nothing twice and answers the first result. ' +
      'A quoted string of structured fields (RFC 9651), or its bare characters; 1 to 255 of them, unique in the project.',
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  });
}
