import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClockModule } from '@app/clock';
import { Config, ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { EventsModule, SlicesAhead } from '@app/events';
import { runCommand } from '@app/observability';
import { migrateQueue } from '@app/queue';

@Module({ imports: [ConfigModule, ClockModule, DatabaseModule, EventsModule] })
class MigrateModule {}

// Brings the database up to date: our schema, the archive's first slices, and BullMQ's schema where it is used.
await runCommand(async () => {
  const app = await NestFactory.createApplicationContext(MigrateModule, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const applied = await app.get(DataSource).runMigrations({ transaction: 'each' });
    const slices = await app.get(SlicesAhead).runOnce(Infinity);
    await migrateQueue(app.get(Config));
    console.log(`Migrated: ${applied.length} migrations applied, ${slices} partitions created.`);
  } finally {
    await app.close();
  }
});
