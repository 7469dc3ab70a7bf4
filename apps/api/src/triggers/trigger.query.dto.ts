import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { TRIGGER_SORTS, TRIGGER_TYPES } from '@app/triggers';
import type { TriggerFilter, TriggerSort, TriggerType } from '@app/triggers';
import { Optional, rule } from '../validation/fields.js';
import { IsLabelFilter, labelsOf, ListQuery } from '../validation/list.dto.js';

export class TriggerQuery extends ListQuery {
  /** Only triggers of this type. */
  @IsIn(TRIGGER_TYPES)
  @Optional()
  trigger_type?: TriggerType;

  /** Only those that fire (`true`) or that are paused (`false`). */
  @IsIn(['true', 'false'])
  @Optional()
  enabled?: 'true' | 'false';

  /** Whether archived ones are left out (the default), the only ones, or all. */
  @IsIn(['true', 'false', 'all'])
  @Optional()
  archived?: 'true' | 'false' | 'all';

  /** Only those that have gone quiet (`true`), or all others (`false`). */
  @IsIn(['true', 'false'])
  @Optional()
  quiet?: 'true' | 'false';

  /** Part of the name, in any case; at most 200 characters. */
  @rule(
    'isSearch',
    'must be at most 200 characters',
    (value) => typeof value === 'string' && value.length <= 200,
  )
  @Optional()
  q?: string;

  /** `key:value`; may be given several times, and all have to fit. */
  @IsLabelFilter()
  @Optional()
  label?: string | string[];

  /**
   * What they are sorted by, with `-` before it from the latest or largest on; what has no such time comes last. Names are
   * compared in any case. The default is `-created_at`, newest first.
   */
  @IsIn(TRIGGER_SORTS)
  @ApiProperty({ enum: TRIGGER_SORTS })
  @Optional()
  sort?: TriggerSort;
}

export function triggerFilter(query: TriggerQuery): TriggerFilter {
  const { trigger_type, enabled, archived, quiet, q, label } = query;
  return {
    archived: archived ?? 'false',
    ...(trigger_type && { trigger_type }),
    ...(enabled && { enabled: enabled === 'true' }),
    ...(quiet && { quiet: quiet === 'true' }),
    ...(q && { q }),
    ...(label !== undefined && { labels: labelsOf(label) }),
  };
}
