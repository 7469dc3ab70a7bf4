import { IsBoolean, IsIn, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import {
  ApiExtraModels,
  ApiProperty,
  getSchemaPath,
  PartialType,
  type ApiPropertyOptions,
} from '@nestjs/swagger';
import type { DestinationReference } from '@app/deliveries';
import type { Labels, Payload } from '@app/events';
import {
  MISFIRE_POLICIES,
  TRIGGER_TYPES,
  type MisfirePolicy,
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

  /** What happens to an occurrence that is later than `misfire_grace`: `skip` lets it go, the others fire it. */
  @IsIn(MISFIRE_POLICIES)
  @Optional()
  misfire_policy?: MisfirePolicy;

  /** How late an occurrence may be and still count as on time. @example 60s */
  @IsDuration()
  @Optional()
  misfire_grace?: string;

  /** Payload of its events, unless a firing brings its own. */
  @IsJsonObject()
  @Optional()
  api_payload?: Payload;

  /** JSON Schema (2020-12) that the payload of every firing has to fit. */
  @IsJsonObject()
  @Nullable()
  payload_schema?: Record<string, unknown> | null;

  /** Where its events go: ids of destinations, or inline ones, for which `{"url": "https://…"}` is enough. */
  @ApiProperty({
    type: 'array',
    maxItems: 20,
    items: { oneOf: [{ type: 'string', format: 'uuid' }, { $ref: getSchemaPath(DestinationDto) }] },
  })
  @rule(
    'isDestinations',
    'must be an array of at most 20 destinations',
    (value) => Array.isArray(value) && value.length <= 20,
  )
  @Optional()
  destinations?: DestinationReference[];

  /** How long its events are kept; null inherits the project's policy. */
  @ApiProperty(NULLABLE_RETENTION)
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  @Nullable()
  retention?: RetentionDto | null;
}

/** A merge patch: what is left out stays. It is judged as the trigger that it results in. */
export class TriggerPatchDto extends PartialType(TriggerDto) {}
