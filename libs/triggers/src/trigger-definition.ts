import type { DestinationReference } from '@app/deliveries';
import type { Labels, Payload, RetentionPolicy } from '@app/events';
import type { MisfirePolicy, OverlapPolicy, TriggerType } from './trigger.entity.js';

/** What a client says of a trigger. Times are ISO 8601 with an offset, durations strings such as `10m`. */
export interface TriggerDefinition {
  name: string;
  description?: string;
  trigger_type: TriggerType;
  enabled?: boolean;
  labels?: Labels;
  external_key?: string | null;
  schedule_time?: string | null;
  /** Write only: becomes a `schedule_time` that long from now. */
  delay?: string | null;
  cron?: string | null;
  timezone?: string;
  every?: string | null;
  start_at?: string | null;
  end_at?: string | null;
  max_runs?: number | null;
  jitter?: string | null;
  overlap?: OverlapPolicy;
  misfire_policy?: MisfirePolicy;
  misfire_grace?: string;
  expect_every?: string | null;
  api_payload?: Payload;
  payload_schema?: Record<string, unknown> | null;
  destinations?: DestinationReference[];
  alert_destinations?: DestinationReference[];
  retention?: RetentionPolicy | null;
}
