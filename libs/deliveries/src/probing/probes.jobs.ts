import type { JobsOptions } from 'bullmq';
import type { Payload } from '@app/events';

/** The queue by which the api has a worker try a destination out. Its name and what it carries are declared here alone. */
export const PROBES_QUEUE = 'probes';

/** Ids and no secrets: the worker reads the destination itself. */
export interface ProbeJob {
  kind: 'test' | 'doctor';
  project_id: string;
  destination_id: string;
  payload: Payload;
  /** Nobody waits any more if it was not taken by then (ms since the epoch). */
  until: number;
}

/** What one try came to. */
export interface TestResult {
  /** Whether this would have been the end of a delivery. */
  delivered: boolean;
  status_code: number | null;
  error: string | null;
  duration_ms: number;
  response_head: string | null;
}

/** What an endpoint did with one request, and what it should have done. */
export interface DoctorCheck {
  name: string;
  sent: string;
  expected: string;
  got: string;
  ok: boolean;
}

/** `gone`: there is no such destination any more. `late`: nobody waits for it. */
export type ProbeResult = { test: TestResult } | { checks: DoctorCheck[] } | { gone: true } | { late: true };

/** Tried once; the result is kept for whoever waits, and not longer. */
export const PROBE_OPTIONS: JobsOptions = {
  attempts: 1,
  removeOnComplete: { age: 60 },
  removeOnFail: { age: 60 },
};
