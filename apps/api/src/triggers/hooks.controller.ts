import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { invalid } from '@app/errors';
import { FireTrigger } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { isObject } from '../validation/validate.js';
import type { HookView } from './hook.view.js';

@ApiTags('firing')
@Controller('hooks')
export class HooksController {
  constructor(private readonly fireTrigger: FireTrigger) {}

  /** Fire an api trigger by its hook URL. The body is the payload; the URL is the only credential. */
  @Post(':token')
  @Allow('open')
  @HttpCode(202)
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, required: false })
  @Problems('body', 404, 409)
  async fire(@Param('token') token: string, @Body() body: unknown): Promise<HookView> {
    if (body !== undefined && !isObject(body))
      throw invalid([{ pointer: '', detail: 'must be a JSON object' }]);
    const { id } = await this.fireTrigger.fireHook(token, body);
    return { event_id: id };
  }
}
