import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { Destination, DestinationKind, ShownSecrets } from '@app/deliveries';
import { NULLABLE_RATE_LIMIT, type RateLimitDto } from './destination.dto.js';

export class RetryView {
  /** Tries in all. */
  max_attempts!: number;
  /** Delay before the second try. */
  min_delay!: string;
  /** No delay grows beyond this. */
  max_delay!: string;
  /** What each delay is multiplied by for the next. */
  factor!: number;
  /** Share of the delay that is random, to either side. */
  jitter!: number;
}

export class CircuitView {
  /** `open` while deliveries wait because the endpoint fails; `half_open` while a few find out whether it works again. */
  @ApiProperty({ enum: ['closed', 'open', 'half_open'] })
  state!: 'closed' | 'open' | 'half_open';
  /** Since when. */
  since!: Date;
  /** Why it opened, for a person; null while nothing is wrong. */
  reason!: string | null;
}

/** Written out: OpenAPI 3.0 has no other way to say "this schema, or null". */
const NULLABLE_AUTH = {
  type: 'object',
  nullable: true,
  properties: {
    type: { type: 'string', enum: ['bearer', 'basic'], description: 'Kind of credentials.' },
    username: { type: 'string', description: 'Of `basic` credentials; the rest is never shown.' },
  },
  required: ['type'],
} satisfies ApiPropertyOptions;

export class DestinationView {
  /** UUIDv7. */
  id!: string;
  /** For people. */
  name!: string;
  /** Kind of destination. */
  kind!: DestinationKind;
  /** Where events are sent; null of a queue. */
  url!: string | null;
  /** Name of the queue; null of an HTTP endpoint. */
  queue!: string | null;
  /** Prefix of the queue's keys in Redis; null of an HTTP endpoint. */
  prefix!: string | null;
  /** The queue's Redis without its credentials; null of an HTTP endpoint, and for the platform's own. */
  redis_url!: string | null;
  /** HTTP method. */
  method!: string;
  /** Names of the custom headers; their values are never shown. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: ['***'] } })
  headers!: Record<string, '***'>;
  /** Credentials that go along, without what is secret of them; null for none. */
  @ApiProperty(NULLABLE_AUTH)
  auth!: { type: 'bearer' | 'basic'; username?: string } | null;
  /** JSONata that makes what is sent; null sends the payload. */
  template!: string | null;
  /** Time for one try. */
  timeout!: string;
  /** Retry policy. */
  retry!: RetryView;
  /** Deliveries within a time; null means no limit. */
  @ApiProperty(NULLABLE_RATE_LIMIT)
  rate_limit!: RateLimitDto | null;
  /** Deliveries on their way at once, over all workers. */
  max_in_flight!: number;
  /** What keeps deliveries from an endpoint that fails. */
  circuit!: CircuitView;
  /** Whether deliveries are sent; while it is off they wait. */
  enabled!: boolean;
  /** Why the platform turned it off; null when it did not. */
  disabled_reason!: string | null;
  /** Until when the signing secret before the present one signs along; null when there is none. */
  previous_secret_until!: Date | null;
  /** When it was made. */
  created_at!: Date;
  /** When it was last changed. */
  updated_at!: Date;
}

export class NewDestinationView extends DestinationView {
  /** The signing secret (`whsec_…`), shown this once; null of a queue, whose jobs are not signed. */
  secret!: string | null;
}

export class SecretView {
  /** The new signing secret (`whsec_…`), shown this once. */
  secret!: string;
}

export function destinationView(destination: Destination, shown: ShownSecrets): DestinationView {
  return {
    id: destination.id,
    name: destination.name,
    kind: destination.kind,
    url: destination.url,
    queue: destination.queue,
    prefix: destination.queue_prefix,
    redis_url: shown.redis_url,
    method: destination.method,
    headers: Object.fromEntries(shown.headers.map((header) => [header, '***' as const])),
    auth: shown.auth,
    template: destination.template,
    timeout: destination.timeout,
    retry: destination.retry,
    rate_limit: destination.rate_limit,
    max_in_flight: destination.max_in_flight,
    circuit: {
      state: destination.circuit_state,
      since: destination.circuit_since,
      reason: destination.circuit_reason,
    },
    enabled: destination.enabled,
    disabled_reason: destination.disabled_reason,
    previous_secret_until: destination.previous_secret_until,
    created_at: destination.created_at,
    updated_at: destination.updated_at,
  };
}
