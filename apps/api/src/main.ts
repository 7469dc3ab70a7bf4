import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '@app/config';
import { JsonLogger, runProcess } from '@app/observability';
import { chooseQueueBackend } from '@app/queue';
import { AppModule } from './app.module.js';
import { guardRoutes } from './access/access.hook.js';
import { serveConsoleFiles } from './console/serve-files.js';
import { ExportStreams } from './events/export.streams.js';
import { StreamHub } from './events/stream.hub.js';
import { fastifyAdapter } from './http/fastify.js';
import { openApiDocument } from './openapi-document.js';

await runProcess(async () => {
  const config = new Config(process.env);
  const logger = new JsonLogger({ app: 'api', level: config.logLevel, pretty: !config.production });
  Logger.overrideLogger(logger);
  chooseQueueBackend(config);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, await fastifyAdapter(config), {
    bodyParser: false,
    logger,
    abortOnError: false,
  });
  guardRoutes(app);
  // The server waits for its connections: those of the stream do not end by themselves, and exports may take hours.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', () => {
      app.get(ExportStreams).close();
      return app.get(StreamHub).close();
    });
  if (config.http.openApiUi)
    SwaggerModule.setup('docs', app, openApiDocument(app), {
      jsonDocumentUrl: 'openapi.json',
      swaggerOptions: { validatorUrl: 'none' }, // its badge would send our address to somebody else
    });
  serveConsoleFiles(app);
  await app.listen(config.http.port, config.http.host);
  const close = async (): Promise<void> => {
    // Requests under way are answered, and what they recorded is handed over, before anything they need is closed.
    await app.getHttpAdapter().close();
    await app.close();
  };
  return { app: { close }, url: await app.getUrl() };
});
