import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AuditLog, Projects } from '@app/auth';
import { type AuditFilter, type Principal } from '@app/auth';
import { invalid } from '@app/errors';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { AuditQuery } from './audit.query.dto.js';
import { auditEntryView, type AuditListView } from './audit.view.js';

@ApiTags('access')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    private readonly projects: Projects,
  ) {}

  /** List who changed what, newest first, logins included. */
  @Get()
  @Allow('admin')
  @Problems(422)
  async list(@Query() query: AuditQuery, @Req() request: FastifyRequest): Promise<AuditListView> {
    const { cursor, ...valid } = validQuery(AuditQuery, query);
    const filter = await this.filterOf(valid, request.principal!);
    const { data, next_cursor } = await this.audit.list(filter, limitOf(valid), cursor);
    return { data: data.map(auditEntryView), next_cursor };
  }

  /** An API key belongs to one project and sees no other; users who may read this see the whole installation. */
  private async filterOf(
    { project, actor_id, action, target_id, since, until }: AuditQuery,
    principal: Principal,
  ): Promise<AuditFilter> {
    const own = principal.kind === 'key' ? principal.project : undefined;
    const asked = project === undefined ? own : await this.projects.refOf(project);
    if (project !== undefined && (!asked || (own && asked.id !== own.id)))
      throw invalid([{ pointer: '/project', detail: 'there is no such project' }]);
    return {
      ...(asked && { project_id: asked.id }),
      ...(actor_id && { actor_id }),
      ...(action && { action }),
      ...(target_id && { target_id }),
      ...(since && { since: new Date(since) }),
      ...(until && { until: new Date(until) }),
    };
  }
}
