import { expect, it, vi } from 'vitest';
import type { QueueLosses } from '@app/queue';
import { usePlatform } from '../../../../test/support/platform.js';
import { LostHandOvers } from './lost-hand-overs.js';

const on = usePlatform();

it('A loss is made up for once PostgreSQL is back, if it was away when it was told of', async () => {
  const told = [true];
  const losses = { isToBeMadeUp: async () => told.pop() ?? false } as QueueLosses;
  const lost = new LostHandOvers(losses, on.handOver);
  await on.record({ destination_ids: [(await on.newDestination()).id] });
  vi.spyOn(on.handOver, 'endLeases').mockRejectedValueOnce(new Error('terminating connection'));

  await expect(lost.runOnce()).rejects.toThrow('terminating connection');
  expect(await lost.runOnce()).toBe(1);
  expect(await lost.runOnce()).toBe(0);
  expect(await on.handOver.claimDue(10)).toHaveLength(1);
});
