import type { ApiClient } from './api-client.js';
import type { Event } from './contract.js';

interface Volley {
  total: number;
  clients: number;
  /** The idempotency key of a number; without it they have none. */
  key?: (n: number) => string;
  /** Told of every 202 as it comes, with how many there were so far. */
  onAccepted?: (count: number) => void;
}

/**
 * Fires a trigger `total` times from `clients` callers at once, each firing with its number as `{n}`. Answers the ids of
 * the events that were accepted (202). A caller whose connection breaks goes on with the next number: it was promised
 * nothing.
 */
export async function fireVolley(
  api: ApiClient,
  triggerId: string,
  { total, clients, key, onAccepted }: Volley,
): Promise<string[]> {
  const accepted: string[] = [];
  let next = 0;
  const caller = async () => {
    for (let n = next++; n < total; n = next++) {
      const answer = await api
        .request<Event>('POST', `/triggers/${triggerId}/fire`, {
          json: { payload: { n } },
          ...(key && { headers: { 'idempotency-key': key(n) } }),
        })
        .catch(() => undefined);
      if (answer?.status !== 202) continue;
      accepted.push(answer.body.id);
      onAccepted?.(accepted.length);
    }
  };
  await Promise.all(Array.from({ length: clients }, caller));
  return accepted;
}
