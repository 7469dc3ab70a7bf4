import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { invalid } from '@app/errors';
import { RetentionStats, Simulation } from '@app/retention';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { faultsOf, isObject } from '../validation/validate.js';
import type { RetentionStatsView, SimulationView } from './retention-figures.view.js';
import { SimulationDto } from './simulation.dto.js';
import { retentionFaults } from './valid-retention.js';

@ApiTags('retention')
@Controller('retention')
export class RetentionFiguresController {
  constructor(
    private readonly stats: RetentionStats,
    private readonly simulation: Simulation,
  ) {}

  /** Say how many events of the project there are, what space they take, and how old they are. */
  @Get('stats')
  @Allow('read')
  @Problems()
  get(@ProjectId() projectId: string): Promise<RetentionStatsView> {
    return this.stats.of(projectId);
  }

  /**
   * Say what would be archived and deleted, now and on the next days, if this were the policy and it were applied to the
   * events that there are. Tests, held events, and triggers with a policy of their own keep their times. Nothing is changed.
   */
  @Post('simulate')
  @Allow('read')
  @HttpCode(200)
  @ApiBody({ type: SimulationDto })
  @Problems('body')
  async simulate(@ProjectId() projectId: string, @Body() body: unknown): Promise<SimulationView> {
    const faults = [...faultsOf(SimulationDto, body ?? {}), ...(isObject(body) ? retentionFaults(body) : [])];
    if (faults.length > 0) throw invalid(faults);
    const { trigger_id, ...policy } = body as SimulationDto;
    return this.simulation.of(projectId, policy, trigger_id);
  }
}
