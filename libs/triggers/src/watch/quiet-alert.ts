import type { Alert } from '@app/deliveries';
import type { WatchedRow } from './watched-triggers.repository.js';
import type { Verdict } from './look.js';

/** What is told of a trigger that has gone quiet or fires again; `lastFired` in ms since the epoch, 0 for never. */
export function quietAlert(
  trigger: WatchedRow,
  { alert, since }: NonNullable<Verdict['told']>,
  lastFired: number,
): Alert {
  const { id, name, project_id, trigger_type, labels, retention, expect_every } = trigger;
  return {
    project_id,
    alert,
    trigger: { id, name, trigger_type, labels, retention },
    details: {
      trigger: { id, name },
      expect_every,
      last_fired_at: lastFired === 0 ? null : new Date(lastFired).toISOString(),
      since: since.toISOString(),
    },
    destination_ids: trigger.alert_destination_ids,
  };
}
