import { IsBoolean } from 'class-validator';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Optional, rule } from '../validation/fields.js';
import { TriggerDto } from './trigger.dto.js';

const MOST_TRIGGERS = 1000;

/** Triggers to be created or replaced, all of them or none. */
export class BatchDto {
  /**
   * 1 to 1,000 triggers as `POST /triggers` takes them, each with an `external_key` that no other of them has. One that
   * exists is replaced as by PUT, but an inline destination that it has already is not made again.
   */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MOST_TRIGGERS,
    items: { $ref: getSchemaPath(TriggerDto) },
  })
  @rule(
    'isBatch',
    `must be an array of 1 to ${MOST_TRIGGERS} triggers`,
    (value) => Array.isArray(value) && value.length >= 1 && value.length <= MOST_TRIGGERS,
  )
  triggers!: TriggerDto[];

  /** Only say what would be done; nothing is stored. */
  @ApiProperty({ default: false })
  @IsBoolean()
  @Optional()
  dry_run?: boolean;
}
