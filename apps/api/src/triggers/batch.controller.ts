import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { TriggerBatch } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { LARGE_BODY_LIMIT } from '../http/body-limit.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { BatchDto } from './batch.dto.js';
import { batchView, type BatchView } from './batch.view.js';
import { validBatch } from './valid-batch.js';

@ApiTags('triggers')
@Controller('triggers/batch')
export class BatchController {
  constructor(private readonly batch: TriggerBatch) {}

  /** Create or replace up to 1,000 triggers by their `external_key`, all of them or none; up to 4 MiB. */
  @Post()
  @Allow('manage', { bodyLimit: LARGE_BODY_LIMIT })
  @HttpCode(200)
  @Idempotent()
  @ApiBody({ type: BatchDto })
  @Problems('large body')
  async save(@ProjectId() projectId: string, @Body() body: unknown): Promise<BatchView> {
    const { triggers, dryRun } = await validBatch(body);
    const plan = dryRun
      ? await this.batch.plan(projectId, triggers)
      : await this.batch.save(projectId, triggers);
    return batchView(plan, dryRun);
  }
}
