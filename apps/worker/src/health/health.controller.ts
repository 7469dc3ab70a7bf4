import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readiness } from '@app/deliveries';
import { type ReadinessReport } from '@app/deliveries';

/** For container health checks and rolling updates. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  /** A worker that cannot reach its queue cannot deliver: unlike an api it is not ready then. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.check();
    if (report.status !== 'ok') void reply.status(503);
    return report;
  }
}
