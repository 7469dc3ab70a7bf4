import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { Config } from '@app/config';
import { queueConnection } from './queue-backend.js';

/** BullMQ for this process. Queues are declared by the libs that own them, with `BullModule.registerQueue`. */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        connection: queueConnection(config, 'producer'),
        prefix: config.queue.namespace,
      }),
    }),
  ],
})
export class QueueModule {}
