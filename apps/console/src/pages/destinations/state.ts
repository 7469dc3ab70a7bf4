import type { Destination } from '../../api/types';

/** How a destination stands, as the word that matters most. */
export function stateOf({ enabled, circuit }: Pick<Destination, 'enabled' | 'circuit'>): string {
  if (!enabled) return 'off';
  if (circuit.state === 'closed') return 'on';
  return circuit.state === 'open' ? 'circuit open' : circuit.state;
}

/** Why deliveries are kept from it; undefined when they are not. */
export const whyOf = ({ enabled, disabled_reason, circuit }: Destination): string | undefined =>
  (enabled ? circuit.reason : (disabled_reason ?? 'turned off by hand')) ?? undefined;

/** Where it sends events. */
export const placeOf = ({ kind, url, queue, prefix }: Destination): string =>
  kind === 'http' ? (url ?? '') : `${prefix}:${queue}`;
