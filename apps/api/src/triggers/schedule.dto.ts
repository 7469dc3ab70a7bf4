import { ApiProperty, PickType } from '@nestjs/swagger';
import type { TriggerDefinition } from '@app/triggers';
import { IsInstant, IsJsonObject, Optional, rule } from '../validation/fields.js';
import { TriggerDto } from './trigger.dto.js';

export const DEFAULT_COUNT = 10;
const MAX_COUNT = 1000;

function IsCount(): PropertyDecorator {
  return rule(
    'isCount',
    `must be a whole number from 1 to ${MAX_COUNT}`,
    (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_COUNT,
  );
}

/** A schedule to be looked at. */
export class PreviewDto extends PickType(TriggerDto, [
  'schedule_time',
  'delay',
  'cron',
  'timezone',
  'every',
  'start_at',
  'end_at',
  'max_runs',
  'jitter',
] as const) {
  /** How many occurrences to answer at most. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_COUNT, default: DEFAULT_COUNT })
  @IsCount()
  @Optional()
  count?: number;

  /** Those after this instant; now if left out. */
  @IsInstant()
  @Optional()
  after?: string;
}

/** A change to be looked at before it is made. */
export class PlanDto {
  /** The JSON merge patch (RFC 7396) that `PATCH /triggers/{id}` would be sent. */
  @IsJsonObject()
  patch!: Partial<TriggerDefinition>;

  /** How many of the next occurrences to compare. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_COUNT, default: DEFAULT_COUNT })
  @IsCount()
  @Optional()
  count?: number;
}
