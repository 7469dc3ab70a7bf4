// What a client of the api knows of its answers. Written by hand and not taken from the code under test.

export type Json = Record<string, unknown>;

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors?: { pointer: string; detail: string }[];
}

export interface Destination {
  id: string;
  name: string;
  kind: string;
  url: string;
  /** Only in the answer that made it. */
  secret?: string;
  rate_limit: { max: number; per: string } | null;
  max_in_flight: number;
  circuit: { state: 'closed' | 'open' | 'half_open'; since: string; reason: string | null };
  enabled: boolean;
  disabled_reason: string | null;
}

export interface Trigger {
  id: string;
  name: string;
  trigger_type: string;
  enabled: boolean;
  archived: boolean;
  labels: Record<string, string>;
  schedule_time: string | null;
  api_payload: Json;
  destinations: Pick<Destination, 'id' | 'name' | 'kind' | 'url' | 'secret'>[];
  alert_destinations: Trigger['destinations'];
  expect_every: string | null;
  quiet_since: string | null;
  hook_url: string | null;
  next_fire_at: string | null;
  run_count: number;
  created_at: string;
}

interface Attempt {
  number: number;
  started_at: string;
  duration_ms: number;
  status_code: number | null;
  error: string | null;
  response_head: string | null;
  request: { method: string; url: string; headers: [string, string][]; body: string } | null;
  response_headers: [string, string][] | null;
}

export interface Delivery {
  id: string;
  event_id: string;
  destination_id: string;
  webhook_id: string;
  status: 'pending' | 'delivered' | 'dead' | 'cancelled';
  attempts: Attempt[];
  next_attempt_at: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface Event {
  id: string;
  trigger_id: string | null;
  trigger_name: string | null;
  trigger_type: string | null;
  source: string;
  status: 'recorded' | 'pending' | 'delivered' | 'dead' | 'cancelled';
  payload: Json;
  labels: Record<string, string>;
  scheduled_for: string | null;
  fired_at: string;
  lag_ms: number | null;
  archived: boolean;
  hold: boolean;
  replay_of: string | null;
}

export interface EventWithDeliveries extends Event {
  deliveries: Delivery[];
}
