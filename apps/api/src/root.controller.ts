import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from './access/access.decorator.js';
import { BuiltConsole } from './console/built-console.js';

/** Whoever opens the address in a browser finds the console; everybody else is shown the documentation. */
@ApiExcludeController()
@Controller()
export class RootController {
  constructor(private readonly console: BuiltConsole) {}

  @Get()
  @Allow('open')
  root(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): void {
    const isBrowser = accept?.includes('text/html') ?? false;
    void reply
      .header('vary', 'Accept')
      .redirect(isBrowser && this.console.isServed ? '/console' : '/docs', 302);
  }
}
