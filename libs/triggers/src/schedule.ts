import { durationMs } from '@app/clock';
import type { MisfirePolicy, TriggerType } from './trigger.entity.js';

interface OneTime {
  trigger_type: TriggerType;
  schedule_time: Date | null;
}

/**
 * When a trigger that is saved at `now` fires by itself. A time that is past already is due at once, except for an
 * `api` trigger, which fires by itself only in the future.
 */
export function firstFireAt({ trigger_type, schedule_time }: OneTime, now: number): Date | null {
  if (schedule_time === null) return null;
  return trigger_type === 'api' && schedule_time.getTime() <= now ? null : schedule_time;
}

/** Whether an occurrence that has come up is still to be fired: only `skip` lets one go that is later than the grace. */
export function isStillToFire(
  trigger: { misfire_policy: MisfirePolicy; misfire_grace: string },
  scheduledFor: Date,
  now: Date,
): boolean {
  const lateMs = now.getTime() - scheduledFor.getTime();
  return trigger.misfire_policy !== 'skip' || lateMs <= durationMs(trigger.misfire_grace);
}
