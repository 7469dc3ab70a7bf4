import type { ComingFiring } from '../../api/types';
import { duration } from '../../ui/time';

/** By how much a firing comes after what it is named after: `12 min of up to 30m`; `none` without a jitter. */
export function delayInWords({
  scheduled_for,
  fires_at,
  jitter,
}: Pick<ComingFiring, 'scheduled_for' | 'fires_at' | 'jitter'>): string {
  if (jitter === null) return 'none';
  return `${duration(Date.parse(fires_at) - Date.parse(scheduled_for))} of up to ${jitter}`;
}
