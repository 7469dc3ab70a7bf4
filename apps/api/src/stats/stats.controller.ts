import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Destinations } from '@app/deliveries';
import { DEFAULT_WINDOW, Stats } from '@app/stats';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { validQuery } from '../validation/list.dto.js';
import { DestinationStatsQuery, StatsQuery } from './stats.dto.js';
import type { DestinationStatsView, StatsView } from './stats.view.js';

@Controller()
export class StatsController {
  constructor(
    private readonly stats: Stats,
    private readonly destinations: Destinations,
  ) {}

  /** Say how the project is doing: what happened step by step, what waits, who works, what fires next, and what is in trouble. */
  @Get('stats')
  @ApiTags('operations')
  @Allow('read')
  @Problems(422)
  async get(@ProjectId() projectId: string, @Query() query: StatsQuery): Promise<StatsView> {
    const { window = DEFAULT_WINDOW } = validQuery(StatsQuery, query);
    return this.stats.ofProject(projectId, window);
  }

  /** Say how deliveries to a destination went, step by step. */
  @Get('destinations/:id/stats')
  @ApiTags('destinations')
  @Allow('read')
  @Problems(404, 422)
  async ofDestination(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Query() query: DestinationStatsQuery,
  ): Promise<DestinationStatsView> {
    await this.destinations.get(projectId, id);
    const { window = DEFAULT_WINDOW } = validQuery(DestinationStatsQuery, query);
    return this.stats.ofDestination(projectId, id, window);
  }
}
