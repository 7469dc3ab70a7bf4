import { uuidV7 } from '@app/clock';
import type { TriggerColumns } from './trigger-columns.js';
import { armedAt } from './trigger-schedule.js';
import type { Trigger } from './trigger.entity.js';
import { UNWATCHED, watchAfter } from './watch/watch.js';

/** A trigger that is not stored yet, armed and watched from `now` on (ms since the epoch). */
export function newTrigger(projectId: string, columns: TriggerColumns, now: number): Trigger {
  const trigger: Trigger = {
    id: uuidV7(now),
    project_id: projectId,
    archived: false,
    hook_token_hash: null,
    hook_token_sealed: null,
    revision: 1,
    anchor_at: new Date(now),
    next_occurrence_at: null,
    next_fire_at: null,
    last_fired_at: null,
    ...UNWATCHED,
    run_count: '0',
    created_at: new Date(now),
    updated_at: new Date(now),
    ...columns,
  };
  Object.assign(trigger, armedAt(trigger, now));
  return Object.assign(trigger, watchAfter(null, trigger, false, now));
}
