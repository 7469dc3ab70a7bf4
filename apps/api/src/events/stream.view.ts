import type { FeedChange } from '@app/deliveries';
import type { EventStatus } from '@app/events';
import { DeliveryView, deliveryView, eventView } from './event.view.js';

/** What the stream sends as `delivery`. */
export class DeliveryChangeView extends DeliveryView {
  /** Where its event stands now. */
  event_status!: EventStatus;
}

/** What the stream sends as `reset`. */
export class StreamResetView {
  /** Why what was missed cannot be told. */
  reason!: string;
}

/** A change as a message: without the empty line that ends it, so that an id can be added. */
export function changeMessage({ event, delivery }: FeedChange, project: string): Buffer {
  if (!delivery) return message('event', eventView(event, project));
  const view: DeliveryChangeView = { ...deliveryView(delivery), event_status: event.status };
  return message('delivery', view);
}

export function resetMessage(view: StreamResetView): Buffer {
  return message('reset', view);
}

/** JSON has no line breaks of its own, so that it is one line of data. */
function message(type: string, data: object): Buffer {
  return Buffer.from(`event: ${type}\ndata: ${JSON.stringify(data)}\n`);
}
