import { applyDecorators } from '@nestjs/common';
import { IsBoolean, IsIn, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import {
  ApiExtraModels,
  ApiProperty,
  getSchemaPath,
  PartialType,
  type ApiPropertyOptions,
} from '@nestjs/swagger';
import { parseDuration } from '@app/clock';
import type { DestinationReference } from '@app/deliveries';
import type { Labels, Payload } from '@app/events';
import {
  MISFIRE_POLICIES,
  OVERLAP_POLICIES,
  TRIGGER_TYPES,
  type MisfirePolicy,
  type OverlapPolicy,
  type TriggerDefinition,
  type TriggerType,
} from '@app/triggers';
import { DestinationDto } from '../destinations/destination.dto.js';
import {
  IsDuration,
  IsInstant,
  IsJsonObject,
  IsLabels,
  IsRetentionTime,
  Nullable,
  Optional,
  rule,
} from '../validation/fields.js';
import { isObject } from '../validation/validate.js';

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isExpectation(value: unknown): boolean {
  return (parseDuration(value) ?? 0) >= 1000;
}

/** Ids of destinations and inline ones, whose faults are told apart by `destinationFaults`. */
function AreDestinations(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'array',
      maxItems: 20,
      items: { oneOf: [{ type: 'string', format: 'uuid' }, { $ref: getSchemaPath(DestinationDto) }] },
    }),
    rule(
      'isDestinations',
      'must be an array of at most 20 destinations',
      (value) => Array.isArray(value) && value.length <= 20,
    ),
  );
}

/** How long events stay active, and when they are deleted. */
export class RetentionDto {
  /** Time from the firing until an event is archived; at least `1s`, or `never`. @example 2h */
  @IsRetentionTime()
  archive_after!: string;

  /** Time from the firing until an event is deleted; at least `archive_after`, or `never`. @example 48h */
  @IsRetentionTime()
  delete_after!: string;
}

/** OpenAPI 3.0 has no way to say "this schema, or null" but to write the schema out. */
export const NULLABLE_RETENTION = {
  type: 'object',
  nullable: true,
  properties: {
    archive_after: {
      type: 'string',
      description: 'Time from the firing until an event is archived.',
      example: '2h',
    },
    delete_after: {
      type: 'string',
      description: 'Time from the firing until an event is deleted.',
      example: '48h',
    },
  },
  required: ['archive_after', 'delete_after'],
} satisfies ApiPropertyOptions;

/** What fires. */
@ApiExtraModels(DestinationDto)
export class TriggerDto implements TriggerDefinition {
  static nested = { retention: RetentionDto };

  /** For people; names need not be unique. @example Nightly report */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  name!: string;

  /** For people. */
  @MaxLength(2000)
  @IsString()
  @Optional()
  description?: string;

  /** What fires it: a call (`api`), or its schedule (`scheduled`, `time-based`). */
  @IsIn(TRIGGER_TYPES)
  trigger_type!: TriggerType;

  /** Whether it fires; false is paused. */
  @IsBoolean()
  @Optional()
  enabled?: boolean;

  /** Your own key and value pairs; events take them over. */
  @IsLabels()
  @Optional()
  labels?: Labels;

  /** Your own name for it, unique in the project. */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  @Nullable()
  external_key?: string | null;

  /** When it fires, once. A time that is past fires at once, except of an `api` trigger. @example 2026-03-01T10:00:00Z */
  @IsInstant()
  @Nullable()
  schedule_time?: string | null;

  /** Write only: fires once, that long from now; becomes `schedule_time`. @example 10m */
  @IsDuration({ min: 1 })
  @Nullable()
  delay?: string | null;

  /** Fires by an Open Cron pattern: 5 fields, or 6 with seconds first, names, `L`, `W`, `#`, `@daily` and the like. @example 0 10 * * 1-5 */
  @rule('isText', 'must be a cron pattern such as 0 10 * * 1-5', isText)
  @Nullable()
  cron?: string | null;

  /** Time zone that `cron` is meant in (IANA). @example Europe/Berlin */
  @rule('isText', 'must be a time zone of the IANA database, such as Europe/Berlin or UTC', isText)
  @Optional()
  timezone?: string;

  /** Fires again and again, from `1s`: counted from `start_at`, else from now, in elapsed time. @example 30m */
  @rule('isText', 'must be a duration such as 30s, 15m or 1h', isText)
  @Nullable()
  every?: string | null;

  /** No occurrence before this, with `cron` and `every`. */
  @IsInstant()
  @Nullable()
  start_at?: string | null;

  /** No occurrence at this or later, with `cron` and `every`. */
  @IsInstant()
  @Nullable()
  end_at?: string | null;

  /** So many events of its schedule and no more. @example 10 */
  @ApiProperty({ type: 'integer', minimum: 1 })
  @rule('isNumber', 'must be a whole number from 1', (value) => typeof value === 'number')
  @Nullable()
  max_runs?: number | null;

  /** Delays each firing by up to this, always by the same for an occurrence; shorter than the interval. @example 30s */
  @rule('isText', 'must be a duration such as 5s or 2m', isText)
  @Nullable()
  jitter?: string | null;

  /** `skip`: an occurrence does not fire while the event before is still under way to a destination. */
  @IsIn(OVERLAP_POLICIES)
  @Optional()
  overlap?: OverlapPolicy;

  /** What happens to an occurrence that is later than `misfire_grace`: `fire_once` makes one event for the latest of them, `fire_all` one for each (at most 1,000), `skip` none. */
  @IsIn(MISFIRE_POLICIES)
  @Optional()
  misfire_policy?: MisfirePolicy;

  /** How late an occurrence may be and still count as on time. @example 60s */
  @IsDuration()
  @Optional()
  misfire_grace?: string;

  /** How often it is to fire at least, from `1s`: if it has not for that long, an alert tells so, and another one when it fires again. @example 1h */
  @rule('isExpectation', 'must be a duration from 1s, such as 30s, 15m or 1h', isExpectation)
  @Nullable()
  expect_every?: string | null;

  /** Payload of its events, unless a firing brings its own. */
  @IsJsonObject()
  @Optional()
  api_payload?: Payload;

  /** JSON Schema (2020-12) that the payload of every firing has to fit. One that takes 250 ms to judge does not. */
  @IsJsonObject()
  @Nullable()
  payload_schema?: Record<string, unknown> | null;

  /** Where its events go: ids of destinations, or inline ones, for which `{"url": "https://…"}` is enough. */
  @AreDestinations()
  @Optional()
  destinations?: DestinationReference[];

  /** Where alerts about it go, given like `destinations`; empty for the alert destinations of the project. */
  @AreDestinations()
  @Optional()
  alert_destinations?: DestinationReference[];

  /** How long its events are kept; null inherits the project's policy. */
  @ApiProperty(NULLABLE_RETENTION)
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  @Nullable()
  retention?: RetentionDto | null;
}

/** A merge patch: what is left out stays. It is judged as the trigger that it results in. */
export class TriggerPatchDto extends PartialType(TriggerDto) {}
