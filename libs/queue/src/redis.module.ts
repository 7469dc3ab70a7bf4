import { Global, Module } from '@nestjs/common';
import { QueueLosses } from './queue-losses.js';
import { RedisCommands } from './redis-commands.js';

/** Redis beside the queue: for what is quicker or shared with it, and goes on without it. */
@Global()
@Module({ providers: [QueueLosses, RedisCommands], exports: [QueueLosses, RedisCommands] })
export class RedisModule {}
