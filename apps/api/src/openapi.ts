import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { fastifyAdapter } from './http/fastify.js';
import { openApiDocument } from './openapi-document.js';

// Writes the OpenAPI document to the file named on the command line. Preview mode builds the routes and no provider,
// so neither a database nor any setting is needed.
const file = process.argv[2];
if (!file) throw new Error('usage: openapi.js FILE');
const app = await NestFactory.create<NestFastifyApplication>(AppModule, await fastifyAdapter(), {
  preview: true,
  logger: false,
  abortOnError: false,
});
writeFileSync(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
process.exit(0);
