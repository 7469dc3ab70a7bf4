import { lifetimeOf, type Labels, type Payload, type RetentionPolicy } from '@app/events';
import type { Firing } from '../recording/firing.js';

/** Something that the platform tells by itself. */
export interface Alert {
  project_id: string;
  /** What it is about, the first member of the payload: `trigger.quiet`, say. */
  alert: string;
  /** The trigger that it is about, whose row the caller holds locked; null when it is about something else. */
  trigger: {
    id: string;
    name: string;
    trigger_type: string;
    labels: Labels;
    retention: RetentionPolicy | null;
  } | null;
  /** The rest of the payload. */
  details: Payload;
  /** Where it goes; empty for the alert destinations of its project. */
  destination_ids: string[];
}

/** The event that tells of an alert, which goes to `otherwise` if the alert itself names no destination. */
export function alertFiring(
  { project_id, alert, trigger, details, destination_ids }: Alert,
  otherwise: string[],
): Firing {
  return {
    project_id,
    // without a revision: it is no firing of the trigger, and does not count as one
    trigger: trigger && { ...named(trigger), revision: null },
    source: 'alert',
    payload: { alert, ...details },
    labels: trigger?.labels ?? {},
    scheduled_for: null,
    lifetime: lifetimeOf(trigger?.retention ?? null),
    destination_ids: destination_ids.length > 0 ? destination_ids : otherwise,
    replay_of: null,
  };
}

function named({ id, name, trigger_type }: NonNullable<Alert['trigger']>) {
  return { id, name, trigger_type };
}
