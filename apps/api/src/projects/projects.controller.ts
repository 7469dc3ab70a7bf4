import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Projects } from '@app/auth';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { ListQuery, limitOf, validQuery } from '../validation/list.dto.js';
import { validBody, validBodyFor } from '../validation/validate.js';
import { ProjectDto, ProjectPatchDto } from './project.dto.js';
import { projectView, type ProjectListView, type ProjectView } from './project.view.js';

@ApiTags('access')
@Controller('projects')
export class ProjectsController {
  constructor(private readonly projects: Projects) {}

  /** Create a project. */
  @Post()
  @Allow('admin')
  @Idempotent()
  @Problems('body', 409)
  async create(
    @Body() body: ProjectDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectView> {
    const project = await this.projects.create(validBody(ProjectDto, body));
    void reply.header('location', `/projects/${project.id}`);
    return projectView(project);
  }

  /** List projects, newest first. */
  @Get()
  @Allow('admin')
  @Problems(422)
  async list(@Query() query: ListQuery): Promise<ProjectListView> {
    const { cursor, ...rest } = validQuery(ListQuery, query);
    const { data, next_cursor } = await this.projects.list(limitOf(rest), cursor);
    return { data: data.map(projectView), next_cursor };
  }

  /** Get a project, by its id or its slug. */
  @Get(':id')
  @Allow('admin')
  @Problems(404)
  async get(@Param('id') id: string): Promise<ProjectView> {
    return projectView(await this.projects.get(id));
  }

  /** Rename a project. */
  @Patch(':id')
  @Allow('admin')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @Problems('body', 404)
  async patch(@Param('id') id: string, @Body() body: ProjectPatchDto): Promise<ProjectView> {
    const { name } = await validBodyFor(() => this.projects.get(id), ProjectPatchDto, body);
    return projectView(await this.projects.rename(id, name));
  }

  /** Delete a project that has no triggers and no destinations left. Its API keys are void. */
  @Delete(':id')
  @Allow('admin')
  @HttpCode(204)
  @Problems(404, 409)
  async delete(@Param('id') id: string): Promise<void> {
    await this.projects.delete(id);
  }
}
