import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { Delivery } from '@app/deliveries';

type Attempt = Delivery['attempts'][number];
type SentRequest = NonNullable<Attempt['request']>;
type Headers = NonNullable<Attempt['response_headers']>;

const HEADERS = {
  type: 'array',
  items: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string' } },
} as const;

/** OpenAPI 3.0 has no way to say "this schema, or null" but to write the schema out. */
const SENT_REQUEST: ApiPropertyOptions = {
  type: 'object',
  selfRequired: true,
  nullable: true,
  properties: {
    method: { type: 'string' },
    url: { type: 'string' },
    headers: {
      ...HEADERS,
      description: "Names and values in their order. Those of the destination's own headers are `••••`.",
    },
    body: { type: 'string', description: 'What the signature in `webhook-signature` is of.' },
  },
  required: ['method', 'url', 'headers', 'body'],
};

export class AttemptView {
  /** 1 for the first try. */
  number!: number;
  /** When the try began. */
  @ApiProperty({ format: 'date-time' })
  started_at!: string;
  /** How long it took, in milliseconds. */
  duration_ms!: number;
  /** HTTP status of the answer; null when there was none. */
  status_code!: number | null;
  /** Why there was no answer; null when there was one. */
  error!: string | null;
  /** The first 4 KiB of the answer's body. */
  response_head!: string | null;
  /**
   * What was on the wire, byte for byte, of the first ten tries of a test's deliveries to HTTP endpoints. Null for
   * every other, for a try that got no connection, and in lists and the stream.
   */
  @ApiProperty(SENT_REQUEST)
  request!: SentRequest | null;
  /** The answer's headers, names and values in their order, up to 4 KiB; null where `request` is, or without an answer. */
  @ApiProperty({ ...HEADERS, nullable: true })
  response_headers!: Headers | null;
}

/** PostgreSQL's jsonb keeps its own order of keys; a person reads an attempt in the order of what happened. */
export function attemptView({ request, ...attempt }: Attempt): AttemptView {
  return {
    number: attempt.number,
    started_at: attempt.started_at,
    duration_ms: attempt.duration_ms,
    status_code: attempt.status_code,
    error: attempt.error,
    response_head: attempt.response_head,
    request: request ? sentRequestView(request) : null,
    response_headers: attempt.response_headers ?? null,
  };
}

function sentRequestView({ method, url, headers, body }: SentRequest): SentRequest {
  return { method, url, headers, body };
}
