import { randomBytes } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@app/errors';
import { Allow } from '../access/access.decorator.js';
import { policyWithNonce } from '../http/security-headers.js';
import { BuiltConsole } from './built-console.js';

/** With a hash in its name, so what is asked for here and is not there belongs to another build. */
const ASSET = /^\/console\/assets(\/|$)/;

/** Every address below /console that is not a file is the same page: which one it shows is decided in the browser. */
@ApiExcludeController()
@Controller('console')
export class ConsoleController {
  constructor(private readonly console: BuiltConsole) {}

  @Get(['', '*'])
  @Allow('open')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const nonce = randomBytes(16).toString('base64url');
    const page = ASSET.test(request.url) ? undefined : this.console.page(nonce);
    if (page === undefined) throw this.missing();
    if (request.originalUrl.startsWith('/v1/')) {
      void reply.redirect(request.url, 302); // the page looks at its own address, which begins with /console
      return;
    }
    // No ETag: a browser that is told 304 keeps the old page and takes the new policy, whose nonce is another one.
    void reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policyWithNonce(nonce))
      .type('text/html; charset=utf-8')
      .send(page);
  }

  private missing(): AppError {
    if (!this.console.isOn)
      return new AppError('not_found', 'console.off', 'The console is turned off here (CONSOLE=off).');
    if (!this.console.isServed)
      return new AppError(
        'not_found',
        'console.not_built',
        'The console is not built: npm run build:console.',
      );
    return new AppError(
      'not_found',
      'console.file_not_found',
      'This build of the console has no such file. Load the page again.',
    );
  }
}
