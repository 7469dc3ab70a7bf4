import { IsIn } from 'class-validator';
import type { DestinationFilter } from '@app/deliveries';
import { Optional, rule } from '../validation/fields.js';
import { ListQuery } from '../validation/list.dto.js';

export class DestinationQuery extends ListQuery {
  /** Part of the name, the URL or the queue, in any case; at most 200 characters. */
  @rule(
    'isSearch',
    'must be at most 200 characters',
    (value) => typeof value === 'string' && value.length <= 200,
  )
  @Optional()
  q?: string;

  /**
   * Only those that somebody should look at (`true`), or all others (`false`): turned off by the platform, with a
   * circuit that is not closed, or with dead deliveries in the last hour.
   */
  @IsIn(['true', 'false'])
  @Optional()
  in_trouble?: 'true' | 'false';
}

export function destinationFilter({ q, in_trouble }: DestinationQuery): DestinationFilter {
  return {
    ...(q && { q }),
    ...(in_trouble && { in_trouble: in_trouble === 'true' }),
  };
}
