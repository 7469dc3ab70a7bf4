import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BuiltConsole } from './built-console.js';

const YEAR_SECONDS = 31_536_000;

/**
 * Serves the files that the console is built of, compressed as they were by the build. Each has a route of its own, so
 * nothing but what lies there now can be asked for; the page itself is {@link ConsoleController}'s. It is not waited for:
 * that would start the server's plugins before Nest has told it how problems are answered.
 */
export function serveConsoleFiles(app: NestFastifyApplication): void {
  const { folder, isServed } = app.get(BuiltConsole);
  if (!isServed) return;
  const assets = join(folder, 'assets');
  void app
    .getHttpAdapter()
    .getInstance()
    .register(fastifyStatic, {
      root: folder,
      prefix: '/console/',
      decorateReply: false,
      wildcard: false,
      globIgnore: ['index.html', '**/*.{br,gz}'],
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const cacheControl = path.startsWith(assets)
          ? `public, max-age=${YEAR_SECONDS}, immutable`
          : 'no-cache';
        void reply.header('cache-control', cacheControl);
      },
    });
}
