import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  Max,
  MaxLength,
  Min,
  MinLength,
  IsString,
  ValidateNested,
} from 'class-validator';
import { ApiProperty, PartialType, type ApiPropertyOptions } from '@nestjs/swagger';
import { DESTINATION_KINDS, isRedisUrl, templateFault } from '@app/deliveries';
import { type DestinationDefinition, type DestinationKind } from '@app/deliveries';
import { IsDuration, Nullable, Optional, rule } from '../validation/fields.js';
import { isObject } from '../validation/validate.js';
import {
  isBasicPassword,
  isBasicUsername,
  isBearerToken,
  isHeaders,
  isQueueName,
  isWebhookUrl,
} from './destination-rules.js';

const DAY_MS = 24 * 3_600_000;

/** How often and how patiently a delivery is tried. */
export class RetryDto {
  /** Tries in all. @example 8 */
  @Max(50)
  @Min(1)
  @IsInt()
  @Optional()
  max_attempts?: number;

  /** Delay before the second try, from `50ms`. @example 1s */
  @IsDuration({ min: 50, max: DAY_MS })
  @Optional()
  min_delay?: string;

  /** No delay grows beyond this. @example 1h */
  @IsDuration({ min: 50, max: DAY_MS })
  @Optional()
  max_delay?: string;

  /** What each delay is multiplied by for the next. @example 3 */
  @Max(100)
  @Min(1)
  @IsNumber()
  @Optional()
  factor?: number;

  /** Share of the delay that is random, to either side. @example 0.2 */
  @Max(1)
  @Min(0)
  @IsNumber()
  @Optional()
  jitter?: number;
}

/** At most `max` deliveries are sent within any `per`. */
export class RateLimitDto {
  /** Deliveries, from 1. @example 100 */
  @Max(1_000_000)
  @Min(1)
  @IsInt()
  max!: number;

  /** Length of time, from `1s` to `1d`. @example 1m */
  @IsDuration({ min: 1000, max: DAY_MS })
  per!: string;
}

/** OpenAPI 3.0 has no way to say "this schema, or null" but to write the schema out. */
export const NULLABLE_RATE_LIMIT = {
  type: 'object',
  nullable: true,
  properties: {
    max: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      description: 'Deliveries, from 1.',
      example: 100,
    },
    per: { type: 'string', description: 'Length of time, from `1s` to `1d`.', example: '1m' },
  },
  required: ['max', 'per'],
} satisfies ApiPropertyOptions;

/** Credentials that go along with each request. Write only: answers show the type and the user name. */
export class AuthDto {
  /** `bearer` needs a `token`, `basic` a `username` and a `password`. */
  @IsIn(['bearer', 'basic'])
  type!: 'bearer' | 'basic';

  /** Sent as `Authorization: Bearer <token>`. */
  @rule('isBearerToken', 'must be 1 to 2000 visible ASCII characters', isBearerToken)
  @Optional()
  token?: string;

  /** Without a colon. */
  @rule('isBasicUsername', 'must be 1 to 255 characters, none of them a colon', isBasicUsername)
  @Optional()
  username?: string;

  /** At most 1000 characters. */
  @rule('isBasicPassword', 'must be at most 1000 characters', isBasicPassword)
  @Optional()
  password?: string;
}

/** Where events go: an HTTP endpoint that gets each as a signed POST (Standard Webhooks), or a BullMQ queue. */
export class DestinationDto implements Omit<DestinationDefinition, 'auth'> {
  static nested = { retry: RetryDto, rate_limit: RateLimitDto, auth: AuthDto };

  /** For people; the URL's host or the queue if left out. @example Orders service */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  @Optional()
  name?: string;

  /** `http`: a signed webhook. `bullmq`: a job in a BullMQ queue of your own. It cannot be changed. */
  @IsIn(DESTINATION_KINDS)
  @Optional()
  kind?: DestinationKind;

  /** Of kind `http`, which needs it: an absolute http(s) URL, without credentials in it. @example https://example.com/webhooks */
  @rule(
    'isWebhookUrl',
    'must be an absolute http or https URL of at most 2048 characters, without credentials in it',
    isWebhookUrl,
  )
  @Optional()
  url?: string;

  /** Of kind `bullmq`, which needs it: the name of the queue. @example orders */
  @rule('isQueueName', 'must be 1 to 200 visible ASCII characters, none of them a colon', isQueueName)
  @Optional()
  queue?: string;

  /** Of kind `bullmq`: the prefix of the queue's keys in Redis, `bull` if left out. @example bull */
  @rule('isQueuePrefix', 'must be 1 to 200 visible ASCII characters, none of them a colon', isQueueName)
  @Optional()
  prefix?: string;

  /**
   * Of kind `bullmq`: the Redis that holds the queue, with its credentials. Write only: answers show it without them.
   * It may be left out only where the operator lends the platform's own. @example rediss://user:password@redis.example.com:6379/0
   */
  @rule(
    'isRedisUrl',
    'must be a redis:// or rediss:// URL of at most 2048 characters: user, password, host, port and a database number',
    isRedisUrl,
  )
  @Optional()
  redis_url?: string;

  /** HTTP method. */
  @IsIn(['POST', 'PUT', 'PATCH'])
  @Optional()
  method?: 'POST' | 'PUT' | 'PATCH';

  /** Headers to send along. Their values are write only. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  @rule(
    'isHeaders',
    'must be an object of at most 32 header names with printable values; webhook-*, etp-* and the headers of the connection are the platform’s own',
    isHeaders,
  )
  @Optional()
  headers?: Record<string, string>;

  /** Credentials to send along. Write only; a patch replaces them as a whole. */
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  @Optional()
  auth?: AuthDto;

  /**
   * JSONata (https://jsonata.org) of at most 4 KiB that makes what is sent out of `{payload, event: {id, source,
   * trigger_id, trigger_name, scheduled_for, fired_at, labels}}`. Without it the payload is sent.
   * @example {"order": payload.id, "at": event.fired_at}
   */
  @rule('isTemplate', (value) => templateFault(value), (value) => templateFault(value) === undefined)
  @Optional()
  template?: string;

  /** Time for one try, at most 60s. @example 10s */
  @IsDuration({ min: 100, max: 60_000 })
  @Optional()
  timeout?: string;

  /** Retry policy; each member is optional. */
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  @Optional()
  retry?: RetryDto;

  /** Deliveries within a time; what is more waits. Null means no limit. */
  @ApiProperty(NULLABLE_RATE_LIMIT)
  @ValidateNested()
  @rule(
    'isObject',
    'must be a JSON object with max and per, such as {"max": 100, "per": "1m"}',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  @Nullable()
  rate_limit?: RateLimitDto | null;

  /** Deliveries on their way at once, over all workers. @example 10 */
  @Max(1000)
  @Min(1)
  @IsInt()
  @Optional()
  max_in_flight?: number;

  /** Whether deliveries are sent; while it is off they wait. */
  @IsBoolean()
  @Optional()
  enabled?: boolean;
}

/** A merge patch: what is left out stays. It is judged as the destination that it results in. */
export class DestinationPatchDto extends PartialType(DestinationDto) {}
