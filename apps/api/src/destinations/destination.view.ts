import { ApiProperty } from '@nestjs/swagger';
import type { Destination } from '@app/deliveries';
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

export class DestinationView {
  /** UUIDv7. */
  id!: string;
  /** For people. */
  name!: string;
  /** Kind of destination. */
  kind!: 'http';
  /** Where events are sent. */
  url!: string;
  /** HTTP method. */
  method!: string;
  /** Names of the custom headers; their values are never shown. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: ['***'] } })
  headers!: Record<string, '***'>;
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
  /** When it was made. */
  created_at!: Date;
  /** When it was last changed. */
  updated_at!: Date;
}

export class NewDestinationView extends DestinationView {
  /** The signing secret (`whsec_…`), shown this once. */
  secret!: string;
}

export function destinationView(destination: Destination, headerNames: string[]): DestinationView {
  const { id, name, kind, url, method, timeout, retry, rate_limit, max_in_flight, enabled } = destination;
  const { disabled_reason, created_at, updated_at } = destination;
  const headers = Object.fromEntries(headerNames.map((header) => [header, '***' as const]));
  return {
    id,
    name,
    kind,
    url,
    method,
    headers,
    timeout,
    retry,
    rate_limit,
    max_in_flight,
    circuit: {
      state: destination.circuit_state,
      since: destination.circuit_since,
      reason: destination.circuit_reason,
    },
    enabled,
    disabled_reason,
    created_at,
    updated_at,
  };
}
