import type { EventSource, Labels, Payload } from '@app/events';

/** What a payload template sees of an event. Nothing of the destination: its secrets are none of its business. */
export interface TemplateInput {
  payload: Payload;
  event: {
    id: string;
    source: EventSource;
    trigger_id: string | null;
    trigger_name: string | null;
    scheduled_for: string | null;
    fired_at: string;
    labels: Labels;
  };
}

/** The columns of an event that a template sees. */
export interface TemplatedEvent {
  payload: Payload;
  source: EventSource;
  trigger_id: string | null;
  trigger_name: string | null;
  scheduled_for: Date | null;
  fired_at: Date;
  labels: Labels;
}

export function templateInput(id: string, event: TemplatedEvent): TemplateInput {
  const { payload, source, trigger_id, trigger_name, scheduled_for, fired_at, labels } = event;
  return {
    payload,
    event: {
      id,
      source,
      trigger_id,
      trigger_name,
      scheduled_for: scheduled_for?.toISOString() ?? null,
      fired_at: fired_at.toISOString(),
      labels,
    },
  };
}
