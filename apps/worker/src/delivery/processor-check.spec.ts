import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { DiscoveryService } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { DELIVERIES_QUEUE, PROBES_QUEUE } from '@app/deliveries';
import { ProcessorCheck } from './processor-check.js';

class One extends WorkerHost {
  async process(): Promise<void> {}
}
class Two extends One {}
class Prober extends One {}
class OfAnotherQueue extends One {}
Processor(DELIVERIES_QUEUE)(One);
Processor({ name: DELIVERIES_QUEUE })(Two);
Processor(PROBES_QUEUE)(Prober);
Processor('reports')(OfAnotherQueue);

const start = (...instances: unknown[]) => {
  const discovery = { getProviders: () => instances.map((instance) => ({ instance })) };
  new ProcessorCheck(discovery as unknown as DiscoveryService).onModuleInit();
};

describe('A worker', () => {
  it('starts when each queue has one processor, among any other providers', () => {
    expect(() => start({}, undefined, new One(), new Prober(), new OfAnotherQueue())).not.toThrow();
  });

  it('does not start when a queue has none', () => {
    expect(() => start({}, new Prober(), new OfAnotherQueue())).toThrow('"deliveries" has 0 processors');
    expect(() => start(new One())).toThrow('"probes" has 0 processors');
  });

  it('does not start when a queue has two', () => {
    expect(() => start(new One(), new Two(), new Prober())).toThrow('"deliveries" has 2 processors');
  });
});
