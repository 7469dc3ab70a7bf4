import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProjectRef } from '@app/auth';
import { AccessControl } from '../access/access-control.js';
import { Allow } from '../access/access.decorator.js';
import { CurrentProject } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { validQuery } from '../validation/list.dto.js';
import { feedFilter, StreamQuery } from './stream.dto.js';
import { StreamHub } from './stream.hub.js';
import { StreamReader } from './stream.reader.js';
import { DeliveryChangeView, StreamResetView } from './stream.view.js';

const TYPE = 'text/event-stream; charset=utf-8';
const MESSAGES = `Messages: \`event\` (EventView) for each new event, \`delivery\` (DeliveryChangeView) whenever a delivery was
tried, ended or was retried, \`reset\` (StreamResetView) when not all that was missed can be told.`;

@ApiTags('events')
@Controller()
export class StreamController {
  constructor(
    private readonly hub: StreamHub,
    private readonly control: AccessControl,
  ) {}

  /** Follow new events and changes of deliveries, as server-sent events. */
  @Get('events/stream')
  @Allow('read')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'The last id that came, of this api process or another: what was missed since then comes first.',
    schema: { type: 'string' },
  })
  @ApiExtraModels(DeliveryChangeView, StreamResetView)
  @ApiResponse({
    status: 200,
    description: MESSAGES,
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @Problems(422)
  async stream(
    @CurrentProject() project: ProjectRef,
    @Query() query: StreamQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = feedFilter(validQuery(StreamQuery, query));
    if (request.method === 'HEAD') return void reply.header('content-type', TYPE).send();
    await this.hub.admit();
    // Fastify has set its header fields, and has no more to do with the answer.
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': TYPE,
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    const lastEventId = request.headers['last-event-id'];
    this.hub.welcome(
      new StreamReader(reply.raw, { project, filter }),
      () => this.control.admitsStill(request, 'read'),
      typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined,
    );
  }
}
