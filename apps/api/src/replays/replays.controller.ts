import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '@app/clock';
import { Replays } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { emptyBodyFor } from '../validation/validate.js';
import { BulkReplayDto, ReplayQuery } from './replay.dto.js';
import { ReplayCountView, ReplayStartedView, replayView } from './replay.view.js';
import type { ReplayListView, ReplayView } from './replay.view.js';
import { validReplay } from './valid-replay.js';

@ApiTags('replays')
@Controller()
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly clock: Clock,
  ) {}

  /** Replay many events by a filter, at a rate. */
  @Post('events/replay')
  @Allow('fire')
  @HttpCode(202)
  @Idempotent()
  @ApiBody({ type: BulkReplayDto })
  @ApiResponse({ status: 202, description: 'It begins.', type: ReplayStartedView })
  @ApiResponse({
    status: 200,
    description: 'How many events it would be about (`dry_run`).',
    type: ReplayCountView,
  })
  @Problems('body')
  async start(
    @ProjectId() projectId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReplayStartedView | ReplayCountView> {
    const { dry_run, ...request } = validReplay(body, this.clock.now());
    if (dry_run) {
      void reply.status(200);
      return this.replays.count(projectId, request);
    }
    const { id, matched, at_least } = await this.replays.start(projectId, request);
    void reply.header('location', `/replays/${id}`);
    return { replay_id: id, matched, at_least };
  }

  /** List replays, newest first. */
  @Get('replays')
  @Allow('read')
  @Problems(422)
  async list(@ProjectId() projectId: string, @Query() query: ReplayQuery): Promise<ReplayListView> {
    const { state, cursor, ...rest } = validQuery(ReplayQuery, query);
    const page = await this.replays.list(projectId, { ...(state && { state }) }, limitOf(rest), cursor);
    return { ...page, data: page.data.map(replayView) };
  }

  /** Get a replay: how far it is, and what became of its deliveries. */
  @Get('replays/:id')
  @Allow('read')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<ReplayView> {
    return replayView(await this.replays.get(projectId, id));
  }

  /** Pause a replay: it makes no more deliveries, and those that it has made go on. */
  @Post('replays/:id/pause')
  @Allow('fire')
  @HttpCode(200)
  @Problems('body', 404, 409)
  async pause(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ReplayView> {
    await emptyBodyFor(() => this.replays.get(projectId, id), body);
    return replayView(await this.replays.pause(projectId, id));
  }

  /** Let a paused replay go on. */
  @Post('replays/:id/resume')
  @Allow('fire')
  @HttpCode(200)
  @Problems('body', 404, 409)
  async resume(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ReplayView> {
    await emptyBodyFor(() => this.replays.get(projectId, id), body);
    return replayView(await this.replays.resume(projectId, id));
  }

  /** Cancel a replay, and those of its deliveries that wait for a try. It cannot be resumed. */
  @Post('replays/:id/cancel')
  @Allow('fire')
  @HttpCode(200)
  @Problems('body', 404, 409)
  async cancel(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ReplayView> {
    await emptyBodyFor(() => this.replays.get(projectId, id), body);
    return replayView(await this.replays.cancel(projectId, id));
  }
}
