import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '@app/config';
import { JsonLogger, runProcess } from '@app/observability';
import { chooseQueueBackend } from '@app/queue';
import { WorkerModule } from './worker.module.js';

await runProcess(async () => {
  const config = new Config(process.env);
  chooseQueueBackend(config);
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.for(config),
    new FastifyAdapter(),
    {
      logger: new JsonLogger({ app: 'worker', level: config.logLevel, pretty: !config.production }),
      abortOnError: false,
    },
  );
  await app.listen(config.worker.port, config.worker.host);
  return { app, url: await app.getUrl() };
});
