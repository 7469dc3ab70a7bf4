import type { EventWithDeliveries, TriggerBody } from '../../api/types';
import type { Template } from '../triggers/templates';

type Earlier = Pick<EventWithDeliveries, 'trigger_name' | 'payload' | 'labels' | 'deliveries'>;

/** What a draft begins with: an earlier event as it was and where it went, a template, or nothing much. */
export function draftOf(event: Earlier | undefined, template: Template | undefined): Partial<TriggerBody> {
  if (event)
    return {
      name: event.trigger_name ?? 'Draft',
      labels: event.labels,
      api_payload: event.payload,
      destinations: [...new Set(event.deliveries.map(({ destination_id }) => destination_id))],
    };
  return template?.body ?? { name: 'Draft', api_payload: { hello: 'world' } };
}
