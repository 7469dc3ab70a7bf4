import { Controller, Get, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { type LiveView, ReadyView } from './health.view.js';

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process is alive. */
  @Get('live')
  @Allow('open')
  live(): LiveView {
    return { status: 'ok' };
  }

  /** Whether requests can be served: 200 while PostgreSQL answers, else 503. */
  @Get('ready')
  @Allow('open')
  @ApiServiceUnavailableResponse({ type: ReadyView, description: 'PostgreSQL is away.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyView> {
    const report = await this.readiness.check();
    if (report.status === 'unavailable') void reply.status(503).header('retry-after', '1');
    return report;
  }
}
