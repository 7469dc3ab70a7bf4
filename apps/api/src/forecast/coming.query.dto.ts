import { IsUUID } from 'class-validator';
import type { ComingFilter } from '@app/triggers';
import { IsInstant, Optional } from '../validation/fields.js';
import { ListQuery } from '../validation/list.dto.js';

export class ComingQuery extends ListQuery {
  /** Only what fires at this time or later, at most 366 days from now. The present minute if left out, and never before that. */
  @IsInstant()
  @Optional()
  from?: string;

  /** Only what fires before this time. 24 hours after `from` if left out. */
  @IsInstant()
  @Optional()
  until?: string;

  /** Only firings of this trigger. */
  @IsUUID()
  @Optional()
  trigger_id?: string;

  /** Only firings that go to this destination. */
  @IsUUID()
  @Optional()
  destination_id?: string;
}

export function comingFilter({ from, until, trigger_id, destination_id }: ComingQuery): ComingFilter {
  return {
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(trigger_id !== undefined && { triggerId: trigger_id }),
    ...(destination_id !== undefined && { destinationId: destination_id }),
  };
}
