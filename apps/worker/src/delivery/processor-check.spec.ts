import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { DiscoveryService } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { DELIVERIES_QUEUE } from '@app/deliveries';
import { ProcessorCheck } from './processor-check.js';

class One extends WorkerHost {
  async process(): Promise<void> {}
}
class Two extends One {}
class OfAnotherQueue extends One {}
Processor(DELIVERIES_QUEUE)(One);
Processor({ name: DELIVERIES_QUEUE })(Two);
Processor('reports')(OfAnotherQueue);

const start = (...instances: unknown[]) => {
  const discovery = { getProviders: () => instances.map((instance) => ({ instance })) };
  new ProcessorCheck(discovery as unknown as DiscoveryService).onModuleInit();
};

describe('A worker', () => {
  it('starts when each queue has one processor, among any other providers', () => {
    expect(() => start({}, undefined, new One(), new OfAnotherQueue())).not.toThrow();
  });

  it('does not start when a queue has none', () => {
    expect(() => start({}, new OfAnotherQueue())).toThrow('"deliveries" has 0 processors');
  });

  it('does not start when a queue has two', () => {
    expect(() => start(new One(), new Two())).toThrow('"deliveries" has 2 processors');
  });
});
