import { IsIn, IsUUID } from 'class-validator';
import { DELIVERY_STATUSES, type DeliveryFilter, type DeliveryStatus } from '@app/deliveries';
import { Optional } from '../validation/fields.js';
import { ListQuery } from '../validation/list.dto.js';

export class DeliveryQuery extends ListQuery {
  /** Only deliveries of this status. */
  @IsIn(DELIVERY_STATUSES)
  @Optional()
  status?: DeliveryStatus;

  /** Only deliveries to this destination. */
  @IsUUID()
  @Optional()
  destination_id?: string;

  /** Only deliveries of this event. */
  @IsUUID()
  @Optional()
  event_id?: string;
}

export function deliveryFilter({ status, destination_id, event_id }: DeliveryQuery): DeliveryFilter {
  return {
    ...(status && { status }),
    ...(destination_id && { destination_id }),
    ...(event_id && { event_id }),
  };
}
