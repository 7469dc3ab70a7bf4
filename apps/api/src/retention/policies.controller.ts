import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Policies } from '@app/retention';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { RetentionDto } from '../triggers/trigger.dto.js';
import type { RetentionView } from './policy.view.js';
import { validRetention } from './valid-retention.js';

@ApiTags('retention')
@Controller('retention')
export class PoliciesController {
  constructor(private readonly policies: Policies) {}

  /** Say how long events of the project are kept. */
  @Get()
  @Allow('read')
  @Problems()
  get(@ProjectId() projectId: string): Promise<RetentionView> {
    return this.policies.get(projectId);
  }

  /** Keep events of the project for another time, from the next one on. Triggers with a policy of their own keep to it. */
  @Put()
  @Allow('manage')
  @ApiBody({ type: RetentionDto })
  @Problems('body')
  replace(@ProjectId() projectId: string, @Body() body: unknown): Promise<RetentionView> {
    return this.policies.set(projectId, validRetention(body));
  }

  /** Return to the policy of the installation, which is answered. */
  @Delete()
  @Allow('manage')
  @HttpCode(200)
  @Problems()
  reset(@ProjectId() projectId: string): Promise<RetentionView> {
    return this.policies.set(projectId, null);
  }
}
