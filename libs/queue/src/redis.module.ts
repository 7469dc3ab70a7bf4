import { Global, Module } from '@nestjs/common';
import { RedisCommands } from './redis-commands.js';

/** Redis beside the queue: for what is quicker or shared with it, and goes on without it. */
@Global()
@Module({ providers: [RedisCommands], exports: [RedisCommands] })
export class RedisModule {}
