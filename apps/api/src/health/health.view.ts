import type { ReadinessReport } from '@app/deliveries';

export class LiveView {
  /** Always `ok`: the process answers. */
  status!: 'ok';
}

export class ReadyView implements ReadinessReport {
  /** `degraded` still accepts firings: the queue is away, and deliveries wait for it. */
  status!: 'ok' | 'degraded' | 'unavailable';
  /** Whether PostgreSQL answers. */
  database!: 'ok' | 'away';
  /** Whether the queue answers. */
  queue!: 'ok' | 'away';
}
