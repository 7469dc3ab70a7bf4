import { DEFAULT_MAX_IN_FLIGHT, type RateLimit } from './rate-limit.js';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.js';

export const DESTINATION_KINDS = ['http', 'bullmq'] as const;

/** `http`: a signed webhook. `bullmq`: a job in a BullMQ queue of the user's own. */
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** Credentials that go along with each request. */
export type DestinationAuth =
  { type: 'bearer'; token: string } | { type: 'basic'; username: string; password: string };

/** What a client says of a destination. */
export interface DestinationDefinition {
  name?: string | undefined;
  kind?: DestinationKind | undefined;
  /** Of kind `http`, as are `method`, `headers` and `auth`. */
  url?: string | undefined;
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  auth?: DestinationAuth | undefined;
  /** Of kind `bullmq`, as are `prefix` and `redis_url`. */
  queue?: string | undefined;
  prefix?: string | undefined;
  redis_url?: string | undefined;
  template?: string | undefined;
  timeout?: string | undefined;
  retry?: Partial<RetryPolicy> | undefined;
  rate_limit?: RateLimit | null | undefined;
  max_in_flight?: number | undefined;
  enabled?: boolean | undefined;
}

/** A destination that exists already, by id, or one to be made along the way. */
export type DestinationReference = string | DestinationDefinition;

const LONGEST_NAME = 200;
/** BullMQ's own default. */
export const QUEUE_PREFIX = 'bull';

/** The columns of a definition, but for the sealed ones, with every default filled in. */
export function withDefaults(definition: DestinationDefinition) {
  const { kind = 'http', queue = null, url = null } = definition;
  return {
    name: definition.name ?? nameOf(definition),
    kind,
    url,
    queue,
    queue_prefix: kind === 'bullmq' ? (definition.prefix ?? QUEUE_PREFIX) : null,
    method: definition.method ?? 'POST',
    template: definition.template ?? null,
    timeout: definition.timeout ?? '10s',
    retry: { ...DEFAULT_RETRY, ...definition.retry },
    rate_limit: definition.rate_limit ?? null,
    max_in_flight: definition.max_in_flight ?? DEFAULT_MAX_IN_FLIGHT,
    enabled: definition.enabled ?? true,
  };
}

/** A destination without a name is called by its host or queue. */
function nameOf({ url, queue }: DestinationDefinition): string {
  return (url === undefined ? (queue ?? '') : new URL(url).host).slice(0, LONGEST_NAME);
}
