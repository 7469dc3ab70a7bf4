import type { Trigger } from '../../api/types';

/** How a trigger stands, as the word that matters most. */
export function stateOf({
  archived,
  enabled,
  quiet_since,
}: Pick<Trigger, 'archived' | 'enabled' | 'quiet_since'>) {
  if (archived) return 'archived';
  if (!enabled) return 'paused';
  return quiet_since === null ? 'enabled' : 'gone quiet';
}
