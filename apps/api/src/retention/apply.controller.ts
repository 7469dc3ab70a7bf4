import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Applies, RetentionRuns } from '@app/retention';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { emptyBodyFor, validBody } from '../validation/validate.js';
import { ApplyDto } from './apply.dto.js';
import { retentionRunView, type RetentionRunView } from './retention-run.view.js';

@ApiTags('retention')
@Controller('retention')
export class ApplyController {
  constructor(
    private readonly applies: Applies,
    private readonly runs: RetentionRuns,
  ) {}

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
  ): Promise<RetentionRunView> {
    const { trigger_id } = validBody(ApplyDto, body ?? {});
    const run = await this.applies.start(projectId, trigger_id);
    void reply.header('location', `/retention/runs/${run.id}`);
    return retentionRunView(run);
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
  ): Promise<RetentionRunView> {
    await emptyBodyFor(() => this.runs.get(projectId, id), body);
    return retentionRunView(await this.applies.cancel(projectId, id));
  }
}
