import { ApiProperty } from '@nestjs/swagger';
import { isUuid } from '@app/clock';
import { rule } from '../validation/fields.js';

/** Where the alerts of a project go. */
export class AlertsDto {
  /** Ids of destinations; an empty list for nowhere. */
  @ApiProperty({ type: 'array', maxItems: 20, items: { type: 'string', format: 'uuid' } })
  @rule(
    'areIds',
    'must be an array of at most 20 ids of destinations',
    (value) => Array.isArray(value) && value.length <= 20 && value.every(isUuid),
  )
  destinations!: string[];
}
