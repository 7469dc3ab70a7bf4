import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Applies } from '@app/retention';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { emptyBodyFor, validBody } from '../validation/validate.js';
import { ApplyDto } from './apply.dto.js';
import { applyRunView, type ApplyRunView } from './apply.view.js';

@ApiTags('retention')
@Controller('retention')
export class ApplyController {
  constructor(private readonly applies: Applies) {}

  /** Apply the policies of today to the events that there are already, in the background. */
  @Post('apply')
  @Allow('manage')
  @HttpCode(202)
  @Idempotent()
  @ApiBody({ type: ApplyDto, required: false })
  @Problems('body', 409)
  async start(
    @ProjectId() projectId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplyRunView> {
    const { trigger_id } = validBody(ApplyDto, body ?? {});
    const run = await this.applies.start(projectId, trigger_id);
    void reply.header('location', `/retention/runs/${run.id}`);
    return applyRunView(run);
  }

  /** Get a run of the project: what it has done so far. */
  @Get('runs/:id')
  @Allow('read')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<ApplyRunView> {
    return applyRunView(await this.applies.get(projectId, id));
  }

  /** Stop a run that applies policies. What it has changed stays so. */
  @Post('runs/:id/cancel')
  @Allow('manage')
  @HttpCode(200)
  @Problems('body', 404, 409)
  async cancel(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ApplyRunView> {
    await emptyBodyFor(() => this.applies.get(projectId, id), body);
    return applyRunView(await this.applies.cancel(projectId, id));
  }
}
