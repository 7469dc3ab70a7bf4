import { ApiProperty } from '@nestjs/swagger';
import type { Delivery, DeliveryStatus, EventWithDeliveries, LoggedEvent } from '@app/deliveries';
import type { EventSource, EventStatus, Labels, Payload } from '@app/events';
import { AttemptView, attemptView } from './attempt.view.js';

export class DeliveryView {
  /** UUIDv7. */
  id!: string;
  /** The event that is delivered. */
  event_id!: string;
  /** The destination that it goes to. */
  destination_id!: string;
  /** The `webhook-id` that its receiver sees on every try: the event's id, or of a replay a new one. */
  webhook_id!: string;
  /** Where it stands. */
  status!: DeliveryStatus;
  /** Every try so far. */
  attempts!: AttemptView[];
  /** When it is tried next; null when it has ended or waits for its destination to be turned on. */
  next_attempt_at!: Date | null;
  /** When it was made. */
  created_at!: Date;
  /** When it ended; null while it is pending. */
  finished_at!: Date | null;
}

export class EventView {
  /** UUIDv7. */
  id!: string;
  /** Slug of its project. */
  project!: string;
  /** The trigger that fired; null for drafts and ad hoc events. */
  trigger_id!: string | null;
  /** Name of the trigger when it fired. */
  trigger_name!: string | null;
  /** Type of the trigger when it fired. */
  trigger_type!: string | null;
  /** Who fired it. */
  source!: EventSource;
  /** Follows its deliveries; `recorded` when it has none. */
  status!: EventStatus;
  /** What is delivered. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: Payload;
  /** Key and value pairs, at first the trigger's. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels!: Labels;
  /** The instant of the schedule that it stands for; null unless a schedule fired it. */
  scheduled_for!: Date | null;
  /** When it was fired. */
  fired_at!: Date;
  /** `fired_at` − `scheduled_for` in milliseconds; null unless a schedule fired it. */
  lag_ms!: number | null;
  /** Whether it lies in the archive. */
  archived!: boolean;
  /** When it is to be archived; null is never. */
  archive_at!: Date | null;
  /** When it is deleted; null is never. */
  expires_at!: Date | null;
  /** Whether retention leaves it alone. */
  hold!: boolean;
  /** The event that it replays with another payload. */
  replay_of!: string | null;
  /** When it was recorded. */
  created_at!: Date;
}

export class EventWithDeliveriesView extends EventView {
  /** Its deliveries, oldest first. */
  deliveries!: DeliveryView[];
}

export class EventListView {
  /** One page. */
  data!: EventView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

/** `project` is the slug of the project that it belongs to. */
export function eventView(event: LoggedEvent, project: string): EventView {
  const { scheduled_for, fired_at } = event;
  return {
    id: event.id,
    project,
    trigger_id: event.trigger_id,
    trigger_name: event.trigger_name,
    trigger_type: event.trigger_type,
    source: event.source,
    status: event.status,
    payload: event.payload,
    labels: event.labels,
    scheduled_for,
    fired_at,
    lag_ms: scheduled_for && fired_at.getTime() - scheduled_for.getTime(),
    archived: event.archived,
    archive_at: dateOrNever(event.archive_at),
    expires_at: dateOrNever(event.expires_at),
    hold: event.hold,
    replay_of: event.replay_of,
    created_at: fired_at,
  };
}

export function eventWithDeliveriesView(
  { deliveries, ...event }: EventWithDeliveries,
  project: string,
): EventWithDeliveriesView {
  return { ...eventView(event, project), deliveries: deliveries.map(deliveryView) };
}

export function deliveryView({ attempts, ...delivery }: Delivery): DeliveryView {
  return {
    id: delivery.id,
    event_id: delivery.event_id,
    destination_id: delivery.destination_id,
    webhook_id: delivery.webhook_id,
    status: delivery.status,
    attempts: attempts.map(attemptView),
    next_attempt_at: delivery.next_attempt_at,
    created_at: delivery.created_at,
    finished_at: delivery.finished_at,
  };
}

function dateOrNever(at: Date | number): Date | null {
  return at instanceof Date ? at : null;
}
