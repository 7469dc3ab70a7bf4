import { expect, it } from 'vitest';
import type { Delivery } from '../../api/types';
import { outcomeOf } from './outcome';

const delivery = (fields: Partial<Delivery>) => ({ status: 'pending', attempts: [], ...fields }) as Delivery;

it.each<[string, Partial<Delivery>, string | undefined]>([
  ['that waits for its first try', { next_attempt_at: '2026-01-01T00:00:00Z' }, undefined],
  ['that is being sent again', { attempts: [{ number: 1 }] as never, next_attempt_at: null }, undefined],
  [
    'that waits after a try',
    { attempts: [{ number: 1 }] as never, next_attempt_at: '2026-01-01T00:00:00Z' },
    'Try 2 is due',
  ],
  ['that arrived', { status: 'delivered' }, 'Delivered'],
  ['that is dead', { status: 'dead' }, 'Dead'],
])('says of a delivery %s how it ended, or what comes', (_, fields, title) => {
  expect(outcomeOf(delivery(fields))?.title).toBe(title);
});
