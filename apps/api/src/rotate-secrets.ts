import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { ClockModule } from '@app/clock';
import { Config, ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { DestinationsRepository } from '@app/deliveries';
import { JsonLogger, runCommand } from '@app/observability';
import { chooseQueueBackend, QueueModule } from '@app/queue';
import { reseal, SecretBox, SecretsModule, type SealedColumn } from '@app/secrets';
import { TriggersModule, TriggersRepository } from '@app/triggers';

@Module({ imports: [ConfigModule, ClockModule, DatabaseModule, QueueModule, SecretsModule, TriggersModule] })
class RotateSecretsModule {}

// Seals every stored secret anew under APP_SECRET, so that APP_SECRET_PREVIOUS can be emptied. Safe while everything
// runs, and can be repeated. Rows that live for a day only are left out: they are gone before anybody looks.
await runCommand(async () => {
  const config = new Config(process.env);
  chooseQueueBackend(config);
  const app = await NestFactory.createApplicationContext(RotateSecretsModule, {
    logger: new JsonLogger({ app: 'rotate-secrets', level: 'warn', pretty: !config.production }),
    abortOnError: false,
  });
  try {
    const columns: SealedColumn[] = [
      ...app.get(DestinationsRepository, { strict: false }).sealedColumns(),
      app.get(TriggersRepository, { strict: false }).sealedHookTokens(),
    ];
    const box = app.get(SecretBox, { strict: false });
    for (const column of columns) {
      const { resealed, changed, unreadable } = await reseal(column, box);
      console.log(
        `${column.name}: ${resealed} resealed, ${changed} changed meanwhile, ${unreadable} unreadable`,
      );
    }
    const left = await Promise.all(columns.map((column) => column.findOutdated(box.currentPrefix, 1)));
    if (left.flat().length === 0) {
      console.log('Nothing is left under another secret: APP_SECRET_PREVIOUS can be emptied.');
      return;
    }
    console.error('Something is left under another secret: keep APP_SECRET_PREVIOUS, and run this again.');
    process.exitCode = 1;
  } finally {
    await app.close();
  }
});
