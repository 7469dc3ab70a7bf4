import { expect } from 'vitest';
import type { TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import type { Endpoint } from './receiver.js';

/**
 * What must be true of a trigger with one destination once the dust has settled, whoever was killed meanwhile: every
 * event that was accepted is there, none is there twice, each has exactly one delivery, and the receiver got each with
 * one message id of its own, however often. Answers the ids of the events.
 */
export async function expectNothingLostNorDoubled(
  database: TestDatabase,
  endpoint: Endpoint,
  triggerId: string,
  accepted: string[],
): Promise<string[]> {
  await eventually(async () => expect(await database.count(OPEN)).toBe(0), { within: 60_000 });

  const events = await database.query<{ id: string; n: number }>(EVENTS, [triggerId]);
  const ids = events.map(({ id }) => id).sort();
  expect(ids).toEqual(expect.arrayContaining(accepted));
  expect(new Set(events.map(({ n }) => n)).size, 'firings that made an event').toBe(events.length);

  const deliveries = await database.query<{ event_id: string; status: string }>(DELIVERIES, [triggerId]);
  expect(deliveries.map(({ event_id }) => event_id).sort()).toEqual(ids);
  expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(['delivered']));

  const received = endpoint.deliveries;
  expect([...new Set(received.map(({ id }) => id))].sort()).toEqual(ids);
  for (const { id, headers } of received) expect(headers['etp-event-id']).toBe(id);
  return ids;
}

const OPEN = `SELECT count(*) FROM deliveries WHERE status IN ('waiting', 'queued')`;
const EVENTS = `SELECT id, (payload->>'n')::int AS n FROM events WHERE trigger_id = $1`;
const DELIVERIES = `
  SELECT d.event_id, d.status FROM deliveries d JOIN events e ON e.bucket = d.bucket AND e.id = d.event_id
   WHERE e.trigger_id = $1`;
