import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '@app/config';
import { Database } from './database.js';
import { DatabaseClock } from './database-clock.js';
import { dataSourceOptions } from './data-source.js';
import { ExpiredLeases } from './expired-leases.js';
import { Leases } from './leases.js';
import { LeasesRepository } from './leases.repository.js';
import { Notifications } from './notifications.js';
import { OwnConnections } from './own-connections.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(config),
        autoLoadEntities: true,
        retryAttempts: 20,
        retryDelay: 500,
      }),
    }),
  ],
  providers: [
    Database,
    DatabaseClock,
    ExpiredLeases,
    Leases,
    LeasesRepository,
    Notifications,
    OwnConnections,
  ],
  exports: [Database, ExpiredLeases, Leases, Notifications, OwnConnections],
})
export class DatabaseModule {}
