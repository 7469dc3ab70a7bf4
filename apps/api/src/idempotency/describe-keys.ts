import type { OpenAPIObject } from '@nestjs/swagger';
import { KEY_HEADER } from './idempotent.decorator.js';

interface Operation {
  parameters?: { name: string }[];
  responses: Record<string, Response>;
}
interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: object;
}

const REFUSALS: Record<string, string> = {
  400: 'The `Idempotency-Key` cannot be read (`idempotency.key_unreadable`).',
  409: 'The first request with the `Idempotency-Key` is still running (`idempotency.in_progress`); try again after `Retry-After`.',
  422: 'The `Idempotency-Key` was used for another request (`idempotency.key_reused`).',
};

const REPLAYED = {
  description: '`true` when this is the first answer once more; missing on the first.',
  schema: { type: 'string', enum: ['true'] },
};

const PROBLEM = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemView' } },
};

/** A key means the same on every route that takes one, so what follows from it is described once. */
export function describeKeys(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths))
    for (const operation of Object.values(item) as Operation[])
      if (operation.parameters?.some(({ name }) => name === KEY_HEADER)) describe(operation.responses);
}

function describe(responses: Record<string, Response>): void {
  for (const [status, response] of Object.entries(responses))
    if (status.startsWith('2')) response.headers = { ...response.headers, 'Idempotent-Replayed': REPLAYED };
  for (const [status, meaning] of Object.entries(REFUSALS)) {
    const present = responses[status];
    if (present) present.description += ` ${meaning}`;
    else responses[status] = { description: meaning, content: PROBLEM };
  }
}
