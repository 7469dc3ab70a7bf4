import type { Firing } from './firing.js';

/**
 * What a key keeps of the firing that took it: with the instants of its row, all that it takes to answer the same event
 * again, whatever has become of the event and of its trigger.
 */
export interface RememberedFiring {
  event_id: string;
  delivery_ids: string[];
  firing: Firing;
}

/** As JSON, in which a payload keeps the order of its keys. */
export function rememberedFiring(firing: Firing, eventId: string, deliveries: { id: string }[]): string {
  const { key: _, ...rest } = firing;
  return JSON.stringify({
    event_id: eventId,
    delivery_ids: deliveries.map(({ id }) => id),
    firing: rest,
  } satisfies RememberedFiring);
}

/** Firings without a key, and of those that share one the first: a statement can take a key only once. */
export function firstOfEachKey(firings: Firing[]): Firing[] {
  const seen = new Set<string>();
  return firings.filter(({ project_id, key }) => {
    if (!key) return true;
    const name = `${project_id} ${key.value}`;
    return !seen.has(name) && seen.add(name);
  });
}
