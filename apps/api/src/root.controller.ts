import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from './access/access.decorator.js';

/** Whoever opens the address in a browser finds the documentation. */
@ApiExcludeController()
@Controller()
export class RootController {
  @Get()
  @Allow('open')
  @Redirect('/docs', 302)
  root(): void {}
}
