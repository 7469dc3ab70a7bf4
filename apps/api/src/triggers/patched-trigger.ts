import type { TriggerDefinition } from '@app/triggers';
import { mergePatch } from '../validation/merge-patch.js';
import { isObject } from '../validation/validate.js';
import { validTrigger } from './valid-trigger.js';

/** A trigger after a JSON merge patch (RFC 7396). Throws `invalid` with every fault. */
export function patched(present: TriggerDefinition, patch: unknown): TriggerDefinition {
  return validTrigger(mergePatch(present, readjust(present, patch)));
}

/** `delay` is another way to write `schedule_time`, so a patch with the one stands for the other. */
function readjust(present: TriggerDefinition, patch: unknown): unknown {
  const replaces =
    isObject(patch) && patch['delay'] != null && !('schedule_time' in patch) && present.schedule_time;
  return replaces ? { ...patch, schedule_time: null } : patch;
}
