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
import type { DestinationDefinition } from '@app/deliveries';
import { IsDuration, Nullable, Optional, rule } from '../validation/fields.js';
import { isHeaders, isWebhookUrl } from './destination-rules.js';

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

/** Where events go: an HTTP endpoint that gets each as a signed POST (Standard Webhooks). */
export class DestinationDto implements DestinationDefinition {
  static nested = { retry: RetryDto, rate_limit: RateLimitDto };

  /** For people; the URL's host if left out. @example Orders service */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  @Optional()
  name?: string;

  /** Kind of destination. */
  @IsIn(['http'])
  @Optional()
  kind?: 'http';

  /** Absolute http(s) URL, without credentials in it. @example https://example.com/webhooks */
  @rule(
    'isWebhookUrl',
    'must be an absolute http or https URL of at most 2048 characters, without credentials in it',
    isWebhookUrl,
  )
  url!: string;

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

  /** Time for one try, at most 60s. @example 10s */
  @IsDuration({ min: 100, max: 60_000 })
  @Optional()
  timeout?: string;

  /** Retry policy; each member is optional. */
  @ValidateNested()
  @rule(
    'isObject',
    'must be a JSON object',
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
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
