import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { WorkerHost } from '@nestjs/bullmq';
import { DELIVERIES_QUEUE, PROBES_QUEUE } from '@app/deliveries';

const QUEUES = [DELIVERIES_QUEUE, PROBES_QUEUE];
const METADATA = 'bullmq:processor_metadata';

/** Refuses to start a worker in which a queue has no processor, or two. */
@Injectable()
export class ProcessorCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const names = this.discovery
      .getProviders()
      .filter(({ instance }) => instance instanceof WorkerHost)
      .map(
        ({ instance }) =>
          (Reflect.getMetadata(METADATA, (instance as WorkerHost).constructor) as { name: string }).name,
      );
    for (const queue of QUEUES) {
      const count = names.filter((name) => name === queue).length;
      if (count !== 1) throw new Error(`The queue "${queue}" has ${count} processors; it needs exactly one.`);
    }
  }
}
