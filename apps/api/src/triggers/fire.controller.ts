import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ProjectRef } from '@app/auth';
import type { IdempotencyKey } from '@app/idempotency';
import { FireTrigger, ManualEvents, Triggers } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import type { EventView, EventWithDeliveriesView } from '../events/event.view.js';
import { eventView, eventWithDeliveriesView } from '../events/event.view.js';
import { CurrentProject } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { FiringKey, markRepeated } from '../idempotency/given-key.js';
import { Idempotent, IdempotentFiring } from '../idempotency/idempotent.decorator.js';
import { validBodyFor } from '../validation/validate.js';
import { DraftDto, FiringDto } from './firing.dto.js';
import { validTrigger } from './valid-trigger.js';

@ApiTags('firing')
@Controller('triggers')
export class FireController {
  constructor(
    private readonly fireTrigger: FireTrigger,
    private readonly manual: ManualEvents,
    private readonly triggers: Triggers,
  ) {}

  /** Fire a trigger. The answer is sent once the event is committed; its deliveries follow. */
  @Post(':id/fire')
  @Allow('fire')
  @HttpCode(202)
  @IdempotentFiring()
  @ApiBody({ type: FiringDto, required: false })
  @Problems('body', 404, 409)
  async fire(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
    @Body() body: unknown,
    @FiringKey() key: IdempotencyKey | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventView> {
    const { payload } = await this.validFiring(project.id, id, body);
    const event = await this.fireTrigger.fire(project.id, id, 'api', payload, key);
    markRepeated(reply, event.repeated);
    return eventView(event, project.slug);
  }

  /** Fire a saved trigger as a test, paused or not, and wait up to 15 s for its deliveries. */
  @Post(':id/test')
  @Allow('fire')
  @HttpCode(200)
  @Idempotent()
  @ApiBody({ type: FiringDto, required: false })
  @Problems('body', 404)
  async test(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EventWithDeliveriesView> {
    const { payload } = await this.validFiring(project.id, id, body);
    return eventWithDeliveriesView(await this.manual.test(project.id, id, payload), project.slug);
  }

  /** Fire a trigger that is not saved, as a test, and wait up to 15 s for its deliveries. */
  @Post('test')
  @Allow('fire')
  @HttpCode(200)
  @Idempotent()
  @ApiBody({ type: DraftDto })
  @Problems('body')
  async testDraft(
    @CurrentProject() project: ProjectRef,
    @Body() body: unknown,
  ): Promise<EventWithDeliveriesView> {
    const { payload, ...draft } = validTrigger(body, DraftDto);
    return eventWithDeliveriesView(await this.manual.testDraft(project.id, draft, payload), project.slug);
  }

  private validFiring(projectId: string, id: string, body: unknown): Promise<FiringDto> {
    return validBodyFor(() => this.triggers.get(projectId, id), FiringDto, body);
  }
}
