import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Destinations } from '@app/deliveries';
import { type Destination, type DestinationDefinition } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { mergePatch } from '../validation/merge-patch.js';
import { emptyBodyFor, isObject } from '../validation/validate.js';
import { DestinationDto, DestinationPatchDto } from './destination.dto.js';
import type { DestinationListView } from './destination-list.view.js';
import { DestinationQuery, destinationFilter } from './destination.query.dto.js';
import type { DestinationView, NewDestinationView, SecretView } from './destination.view.js';
import { destinationView } from './destination.view.js';
import { validDestination } from './valid-destination.js';

@ApiTags('destinations')
@Controller('destinations')
export class DestinationsController {
  constructor(private readonly destinations: Destinations) {}

  /** Create a destination. The signing secret of an HTTP endpoint is in this answer and in no other. */
  @Post()
  @Allow('manage')
  @Idempotent()
  @Problems('body')
  async create(
    @ProjectId() projectId: string,
    @Body() body: DestinationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewDestinationView> {
    const { destination, secret } = await this.destinations.create(projectId, validDestination(body));
    void reply.header('location', `/destinations/${destination.id}`);
    return { ...this.view(destination), secret };
  }

  /** List destinations, newest first. */
  @Get()
  @Allow('read')
  @Problems(422)
  async list(@ProjectId() projectId: string, @Query() query: DestinationQuery): Promise<DestinationListView> {
    const valid = validQuery(DestinationQuery, query);
    const { data, next_cursor } = await this.destinations.list(
      projectId,
      limitOf(valid),
      valid.cursor,
      destinationFilter(valid),
    );
    return { data: data.map((destination) => this.view(destination)), next_cursor };
  }

  /** Get a destination. */
  @Get(':id')
  @Allow('read')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<DestinationView> {
    return this.view(await this.destinations.get(projectId, id));
  }

  /** Change a destination by a JSON merge patch (RFC 7396). Null takes a field back to its default. */
  @Patch(':id')
  @Allow('manage')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @Problems('body', 404)
  async patch(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() patch: DestinationPatchDto = {},
  ): Promise<DestinationView> {
    const changed = await this.destinations.change(projectId, id, (present) =>
      validDestination(mergePatch(withoutAuth(present, patch), patch)),
    );
    return this.view(changed);
  }

  /** Delete a destination. Triggers forget it; deliveries that are still under way to it are cancelled. */
  @Delete(':id')
  @Allow('manage')
  @HttpCode(204)
  @Problems(404)
  async delete(@ProjectId() projectId: string, @Param('id') id: string): Promise<void> {
    await this.destinations.delete(projectId, id);
  }

  /** Turn a destination on and close its circuit; what waits for it is retried at once, within its limits. */
  @Post(':id/enable')
  @Allow('manage')
  @HttpCode(200)
  @Problems(404)
  async enable(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DestinationView> {
    await emptyBodyFor(() => this.destinations.get(projectId, id), body);
    return this.view(await this.destinations.enable(projectId, id));
  }

  /**
   * Give a destination another signing secret, shown in this answer and in no other. For 24 hours the one before signs
   * as well, so that the receiver can be changed meanwhile.
   */
  @Post(':id/rotate-secret')
  @Allow('manage')
  @HttpCode(200)
  @Idempotent()
  @Problems(404, 409)
  async rotateSecret(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<SecretView> {
    await emptyBodyFor(() => this.destinations.get(projectId, id), body);
    return { secret: await this.destinations.rotateSecret(projectId, id) };
  }

  private view(destination: Destination): DestinationView {
    return destinationView(destination, this.destinations.shown(destination));
  }
}

/** Credentials are replaced as a whole: nobody can see what a part of them would be merged with. */
function withoutAuth(present: DestinationDefinition, patch: unknown): DestinationDefinition {
  return isObject(patch) && patch['auth'] !== undefined ? { ...present, auth: undefined } : present;
}
