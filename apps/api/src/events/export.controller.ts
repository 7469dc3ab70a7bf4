import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '@app/clock';
import type { ProjectRef } from '@app/auth';
import { Allow } from '../access/access.decorator.js';
import { CurrentProject } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { EventExportQuery, validExportQuery } from './export.dto.js';
import { FORMATS } from './export.format.js';
import { ExportStreams } from './export.streams.js';
import { PAYLOAD_QUERY } from './payload-query.js';

const text = { schema: { type: 'string' as const } };

@ApiTags('events')
@Controller()
export class ExportController {
  constructor(
    private readonly exports: ExportStreams,
    private readonly clock: Clock,
  ) {}

  /** Export all events that a list would show, newest first, as one JSON object a line or as CSV. */
  @Get('events/export')
  @Allow('read')
  @ApiQuery(PAYLOAD_QUERY)
  @ApiResponse({
    status: 200,
    description:
      'The events (EventView each), as an attachment of any length. If it cannot be finished the connection breaks.',
    content: { 'application/x-ndjson': text, 'text/csv': text },
  })
  @Problems(422)
  async export(
    @CurrentProject() project: ProjectRef,
    @Query() query: EventExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { filter, format } = validExportQuery(query);
    const at = new Date(this.clock.now()).toISOString().replace(/:|\.\d+/g, '');
    const name = `events-${project.slug}-${at}.${format}`;
    void reply
      .header('content-type', FORMATS[format].contentType)
      .header('content-disposition', `attachment; filename="${name}"`);
    if (request.method === 'HEAD') return void reply.send();
    const { socket } = request.raw;
    // the connection of an export that finds nothing for a minute is not idle: its time begins anew
    const looked = () => void socket.setTimeout(socket.timeout ?? 0);
    void reply.send(await this.exports.start(project, filter, format, looked));
  }
}
