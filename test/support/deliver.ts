import { expect } from 'vitest';
import { expecting, type ApiClient } from './api-client.js';
import type { Json } from './contract.js';
import { eventually } from './eventually.js';

/** An event by hand to one destination, once its delivery has ended. */
export async function deliverTo(api: ApiClient, destination: string, payload: Json = { n: 1 }) {
  const { id } = expecting(
    201,
    await api.post<{ id: string }>('/events', { payload, destinations: [destination] }),
  );
  return eventually(async () => {
    const event = await api.event(id);
    expect(event.status).not.toBe('pending');
    return { event, delivery: event.deliveries[0]! };
  });
}
