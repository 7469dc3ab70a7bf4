import { IsIn, IsUUID } from 'class-validator';
import type { FeedFilter } from '@app/deliveries';
import { EVENT_SOURCES, EVENT_STATUSES, type EventSource, type EventStatus } from '@app/events';
import { Optional } from '../validation/fields.js';
import { IsLabelFilter, labelsOf } from '../validation/list.dto.js';

export class StreamQuery {
  /** Only events of this trigger. */
  @IsUUID()
  @Optional()
  trigger_id?: string;

  /** Only events fired by this source. */
  @IsIn(EVENT_SOURCES)
  @Optional()
  source?: EventSource;

  /** Only while the event has this status: `dead` tells of the deliveries that make an event dead. */
  @IsIn(EVENT_STATUSES)
  @Optional()
  status?: EventStatus;

  /** `key:value`; may be given several times, and all have to fit. */
  @IsLabelFilter()
  @Optional()
  label?: string | string[];
}

export function feedFilter({ trigger_id, source, status, label }: StreamQuery): FeedFilter {
  return {
    ...(trigger_id && { trigger_id: trigger_id.toLowerCase() }),
    ...(source && { source }),
    ...(status && { status }),
    ...(label !== undefined && { labels: labelsOf(label) }),
  };
}
