import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiKeys } from '@app/auth';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { ListQuery, limitOf, validQuery } from '../validation/list.dto.js';
import { validBody } from '../validation/validate.js';
import { ApiKeyDto } from './api-key.dto.js';
import { apiKeyView, type ApiKeyListView, type ApiKeyView, type NewApiKeyView } from './api-key.view.js';

@ApiTags('access')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  /** Create an API key in the request's project. The key is in this answer and in no other. */
  @Post()
  @Allow('admin')
  @Idempotent()
  @Problems('body')
  async create(
    @ProjectId() projectId: string,
    @Body() body: ApiKeyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiKeyView> {
    const { name, scopes, expires_at } = validBody(ApiKeyDto, body);
    const until = expires_at ? new Date(expires_at) : null;
    const made = await this.keys.create(projectId, { name, scopes, expires_at: until });
    void reply.header('location', `/api-keys/${made.id}`);
    return { ...apiKeyView(made), key: made.key };
  }

  /** List the project's API keys, newest first, without the revoked ones. */
  @Get()
  @Allow('admin')
  @Problems(422)
  async list(@ProjectId() projectId: string, @Query() query: ListQuery): Promise<ApiKeyListView> {
    const { cursor, ...rest } = validQuery(ListQuery, query);
    const { data, next_cursor } = await this.keys.list(projectId, limitOf(rest), cursor);
    return { data: data.map(apiKeyView), next_cursor };
  }

  /** Get an API key. */
  @Get(':id')
  @Allow('admin')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<ApiKeyView> {
    return apiKeyView(await this.keys.get(projectId, id));
  }

  /** Revoke an API key: it stops working everywhere within 5 seconds. */
  @Delete(':id')
  @Allow('admin')
  @HttpCode(204)
  @Problems(404)
  async revoke(@ProjectId() projectId: string, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(projectId, id);
  }
}
