import { Global, Module } from '@nestjs/common';
import { RedisModule } from '@app/queue';
import { Caches } from './caches.js';

/** Needs the clock, the configuration and the database beside it. */
@Global()
@Module({ imports: [RedisModule], providers: [Caches], exports: [Caches] })
export class CacheModule {}
