import { DEFAULT_MAX_IN_FLIGHT, type RateLimit } from './rate-limit.js';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.js';

/** What a client says of a destination. */
export interface DestinationDefinition {
  name?: string;
  url: string;
  method?: string;
  headers?: Record<string, string>;
  timeout?: string;
  retry?: Partial<RetryPolicy>;
  rate_limit?: RateLimit | null;
  max_in_flight?: number;
  enabled?: boolean;
}

/** A destination that exists already, by id, or one to be made along the way. */
export type DestinationReference = string | DestinationDefinition;

/** A definition with every default filled in. A destination without a name is called by its host. */
export function withDefaults(definition: DestinationDefinition) {
  return {
    name: definition.name ?? new URL(definition.url).host.slice(0, 200),
    url: definition.url,
    method: definition.method ?? 'POST',
    headers: definition.headers ?? {},
    timeout: definition.timeout ?? '10s',
    retry: { ...DEFAULT_RETRY, ...definition.retry },
    rate_limit: definition.rate_limit ?? null,
    max_in_flight: definition.max_in_flight ?? DEFAULT_MAX_IN_FLIGHT,
    enabled: definition.enabled ?? true,
  };
}
