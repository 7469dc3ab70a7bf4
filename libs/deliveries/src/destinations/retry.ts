/** How often and how patiently a delivery is tried; delays are durations such as `1s`. */
export interface RetryPolicy {
  max_attempts: number;
  min_delay: string;
  max_delay: string;
  factor: number;
  jitter: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  max_attempts: 8,
  min_delay: '1s',
  max_delay: '1h',
  factor: 3,
  jitter: 0.2,
};
