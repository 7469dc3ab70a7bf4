import { IsIn } from 'class-validator';
import { PickType } from '@nestjs/swagger';
import type { FeedFilter } from '@app/deliveries';
import { EVENT_STATUSES, type EventStatus } from '@app/events';
import { Optional } from '../validation/fields.js';
import { labelsOf } from '../validation/list.dto.js';
import { EventQuery } from './event.dto.js';

/** What of a list of events can be asked of the stream, too. */
export class StreamQuery extends PickType(EventQuery, ['trigger_id', 'source', 'label'] as const) {
  /** Only while the event has this status: `dead` tells of the deliveries that make an event dead. */
  @IsIn(EVENT_STATUSES)
  @Optional()
  status?: EventStatus;
}

export function feedFilter({ trigger_id, source, status, label }: StreamQuery): FeedFilter {
  return {
    ...(trigger_id && { trigger_id: trigger_id.toLowerCase() }),
    ...(source && { source }),
    ...(status && { status }),
    ...(label !== undefined && { labels: labelsOf(label) }),
  };
}
