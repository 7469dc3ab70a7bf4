import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Triggers } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { ExpectedRevisions, IfMatch } from '../http/entity-tag.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { emptyBodyFor } from '../validation/validate.js';
import { patched } from './patched-trigger.js';
import { TriggerDto, TriggerPatchDto } from './trigger.dto.js';
import { triggerExamples } from './trigger.examples.js';
import { TriggerPresenter } from './trigger.presenter.js';
import { TriggerQuery, triggerFilter } from './trigger.query.dto.js';
import type { TriggerListView, TriggerView } from './trigger.view.js';
import { validTrigger } from './valid-trigger.js';

@ApiTags('triggers')
@Controller('triggers')
export class TriggersController {
  constructor(
    private readonly triggers: Triggers,
    private readonly presenter: TriggerPresenter,
  ) {}

  /** Create a trigger. Secrets of inline destinations are in this answer and in no other. */
  @Post()
  @Allow('manage')
  @Idempotent()
  @ApiBody({ type: TriggerDto, examples: triggerExamples })
  @Problems('body', 409)
  async create(
    @ProjectId() projectId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    const saved = await this.triggers.create(projectId, validTrigger(body));
    void reply.header('location', `/triggers/${saved.trigger.id}`);
    return this.presenter.answer(saved, request, reply);
  }

  /** List triggers, newest first or as `sort` says. */
  @Get()
  @Allow('read')
  @Problems(422)
  async list(
    @ProjectId() projectId: string,
    @Query() query: TriggerQuery,
    @Req() request: FastifyRequest,
  ): Promise<TriggerListView> {
    const valid = validQuery(TriggerQuery, query);
    const page = await this.triggers.list(projectId, triggerFilter(valid), limitOf(valid), valid);
    return { ...page, data: page.data.map((saved) => this.presenter.view(saved, request)) };
  }

  /** Get a trigger. */
  @Get(':id')
  @Allow('read')
  @Problems(404)
  async get(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    return this.presenter.answer(await this.triggers.get(projectId, id), request, reply);
  }

  /** Replace a trigger: fields that are left out go back to their defaults. */
  @Put(':id')
  @Allow('manage')
  @ApiBody({ type: TriggerDto })
  @IfMatch()
  @Problems('body', 404, 409, 412)
  async replace(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @ExpectedRevisions() expected?: number[],
  ): Promise<TriggerView> {
    const saved = await this.triggers.change(projectId, id, () => validTrigger(body), expected);
    return this.presenter.answer(saved, request, reply);
  }

  /** Change a trigger by a JSON merge patch (RFC 7396). Null takes a field back to its default. */
  @Patch(':id')
  @Allow('manage')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiBody({ type: TriggerPatchDto })
  @IfMatch()
  @Problems('body', 404, 409, 412)
  async patch(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() patch: unknown = {},
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @ExpectedRevisions() expected?: number[],
  ): Promise<TriggerView> {
    const saved = await this.triggers.change(projectId, id, (present) => patched(present, patch), expected);
    return this.presenter.answer(saved, request, reply);
  }

  /** Delete a trigger. Its events stay until their retention ends. */
  @Delete(':id')
  @Allow('manage')
  @HttpCode(204)
  @IfMatch()
  @Problems(404, 412)
  async delete(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @ExpectedRevisions() expected?: number[],
  ): Promise<void> {
    await this.triggers.delete(projectId, id, expected);
  }

  /** Pause a trigger: it does not fire, neither by its schedule nor by a call. */
  @Post(':id/pause')
  @Allow('manage')
  @HttpCode(200)
  @Problems(404)
  pause(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    return this.set(projectId, id, { enabled: false }, body, request, reply);
  }

  /** Resume a paused trigger. A one-time schedule that came up meanwhile follows its misfire policy. */
  @Post(':id/resume')
  @Allow('manage')
  @HttpCode(200)
  @Problems(404)
  resume(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    return this.set(projectId, id, { enabled: true }, body, request, reply);
  }

  /** Archive a trigger: it does not fire and is left out of lists. */
  @Post(':id/archive')
  @Allow('manage')
  @HttpCode(200)
  @Problems(404)
  archive(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    return this.set(projectId, id, { archived: true }, body, request, reply);
  }

  /** Bring an archived trigger back. */
  @Post(':id/unarchive')
  @Allow('manage')
  @HttpCode(200)
  @Problems(404)
  unarchive(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerView> {
    return this.set(projectId, id, { archived: false }, body, request, reply);
  }

  private async set(
    projectId: string,
    id: string,
    state: { enabled?: boolean; archived?: boolean },
    body: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<TriggerView> {
    await emptyBodyFor(() => this.triggers.get(projectId, id), body);
    return this.presenter.answer(await this.triggers.set(projectId, id, state), request, reply);
  }
}
