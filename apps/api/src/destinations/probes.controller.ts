import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Destinations, Probes } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { validBodyFor } from '../validation/validate.js';
import { ProbeDto } from './probe.dto.js';
import type { DoctorView, TestResultView } from './probe.view.js';

@ApiTags('destinations')
@Controller('destinations')
export class ProbesController {
  constructor(
    private readonly probes: Probes,
    private readonly destinations: Destinations,
  ) {}

  /**
   * Send one test to a destination, on or off, and wait up to 15 s for what comes of it. No event is made and nothing is
   * tried again. Its `etp-event-source` is `test`.
   */
  @Post(':id/test')
  @Allow('fire')
  @HttpCode(200)
  @Idempotent()
  @ApiBody({ type: ProbeDto, required: false })
  @Problems('body', 404)
  async test(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<TestResultView> {
    const { payload } = await this.valid(projectId, id, body);
    return this.probes.test(projectId, id, payload);
  }

  /**
   * Examine an HTTP endpoint, within 20 s: it is sent good, forged, stale, repeated, large and slow webhooks, and the
   * answer says what a correct receiver does with each and what this one did. No event is made.
   */
  @Post(':id/doctor')
  @Allow('fire')
  @HttpCode(200)
  @ApiBody({ type: ProbeDto, required: false })
  @Problems('body', 404, 409)
  async doctor(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DoctorView> {
    const { payload } = await this.valid(projectId, id, body);
    return { checks: await this.probes.examine(projectId, id, payload) };
  }

  private valid(projectId: string, id: string, body: unknown): Promise<ProbeDto> {
    return validBodyFor(() => this.destinations.get(projectId, id), ProbeDto, body);
  }
}
