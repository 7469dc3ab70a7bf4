import { IsBoolean, IsIn, IsInt, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { REPLAY_STATES, REPLAYABLE_STATUSES, type ReplayableStatus, type ReplayState } from '@app/deliveries';
import { EVENT_SOURCES, type EventSource } from '@app/events';
import { IsDuration, IsInstant, Optional, rule } from '../validation/fields.js';
import { IsLabelFilter, ListQuery } from '../validation/list.dto.js';
import { isObject } from '../validation/validate.js';

const HOUR_MS = 3_600_000;
export const MOST_DESTINATIONS = 20;

/** Which events are replayed. What is left out stands for any. */
export class ReplayFilterDto {
  /** Only events of this trigger. */
  @IsUUID()
  @Optional()
  trigger_id?: string;

  /** Only events fired by this source. */
  @IsIn(EVENT_SOURCES)
  @Optional()
  source?: EventSource;

  /** Only events of this status, and of their deliveries only those in it; `dead` if left out. `all` is any that has ended. */
  @ApiProperty({ enum: REPLAYABLE_STATUSES, default: 'dead' })
  @IsIn(REPLAYABLE_STATUSES)
  @Optional()
  status?: ReplayableStatus;

  /** Only events fired at this time or later; it must not lie in the future. */
  @IsInstant()
  @Optional()
  since?: string;

  /** Only events fired before this time, and in any case only such as there are when the replay begins. */
  @IsInstant()
  @Optional()
  until?: string;

  /** `key:value`, or an array of them, and all have to fit. */
  @IsLabelFilter()
  @Optional()
  label?: string | string[];

  /** Only events whose newest delivery to this destination is in that status; only to it they go again. */
  @IsUUID()
  @Optional()
  destination_id?: string;

  /** Whether archived ones are left out, the only ones, or in it as well (`all`, the default). They are replayed where they lie. */
  @ApiProperty({
    oneOf: [{ type: 'boolean' }, { type: 'string', enum: ['true', 'false', 'all'] }],
    default: 'all',
  })
  @rule('isArchived', 'must be true, false or "all"', (value) =>
    [true, false, 'true', 'false', 'all'].includes(value as string),
  )
  @Optional()
  archived?: boolean | 'true' | 'false' | 'all';
}

/** How fast a replay goes. */
export class ReplayRateDto {
  /** So many deliveries, 1 to 10,000, and no more than 1,000 a second. @example 50 */
  @Max(10_000)
  @Min(1)
  @IsInt()
  max!: number;

  /** In such a time, `1s` to `1h`. @example 1s */
  @IsDuration({ min: 1000, max: HOUR_MS })
  per!: string;
}

/** A replay of many events. */
export class BulkReplayDto {
  static nested = { filter: ReplayFilterDto, rate: ReplayRateDto };

  /** Which events. `{}` stands for all whose status is `dead`. */
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  filter!: ReplayFilterDto;

  /** Where they go instead of where they went: ids of destinations. */
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    minItems: 1,
    maxItems: MOST_DESTINATIONS,
  })
  @rule(
    'isDestinations',
    `must be an array of 1 to ${MOST_DESTINATIONS} ids of destinations`,
    (value) => Array.isArray(value) && value.length >= 1 && value.length <= MOST_DESTINATIONS,
  )
  @Optional()
  destinations?: string[];

  /** How many deliveries are made in what time; 50 in 1s if left out. */
  @ValidateNested()
  @rule('isObject', 'must be a JSON object', isObject)
  @Optional()
  rate?: ReplayRateDto;

  /** True only counts: 200 with `matched`, and nothing is begun. */
  @IsBoolean()
  @Optional()
  dry_run?: boolean;
}

export class ReplayQuery extends ListQuery {
  /** Only replays in this state. */
  @IsIn(REPLAY_STATES)
  @Optional()
  state?: ReplayState;
}
