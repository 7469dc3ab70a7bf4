import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { invalid } from '@app/errors';
import type { IdempotencyKey } from '@app/idempotency';
import { FireTrigger } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { FiringKey, markRepeated } from '../idempotency/given-key.js';
import { IdempotentFiring } from '../idempotency/idempotent.decorator.js';
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
  @IdempotentFiring()
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, required: false })
  @Problems('body', 404, 409)
  async fire(
    @Param('token') token: string,
    @Body() body: unknown,
    @FiringKey() key: IdempotencyKey | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HookView> {
    if (body !== undefined && !isObject(body))
      throw invalid([{ pointer: '', detail: 'must be a JSON object' }]);
    const { id, repeated } = await this.fireTrigger.fireHook(token, body, key);
    markRepeated(reply, repeated);
    return { event_id: id };
  }
}
