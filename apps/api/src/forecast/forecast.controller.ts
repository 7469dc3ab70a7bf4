import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ComingFirings, Forecast } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { comingFilter, ComingQuery } from './coming.query.dto.js';
import type { ComingListView } from './coming.view.js';
import type { ForecastView } from './forecast.view.js';

@ApiTags('schedules')
@Controller('forecast')
export class ForecastController {
  constructor(
    private readonly forecast: Forecast,
    private readonly coming: ComingFirings,
  ) {}

  /** Say how many firings the schedules will make in each minute of the next 24 hours, and which minutes stand out. */
  @Get()
  @Allow('read')
  @Problems()
  get(@ProjectId() projectId: string): Promise<ForecastView> {
    return this.forecast.of(projectId);
  }

  /** List what the schedules will fire, in the order in which it does: which trigger, for which occurrence, and when. */
  @Get('occurrences')
  @Allow('read')
  @Problems(422)
  occurrences(@ProjectId() projectId: string, @Query() query: ComingQuery): Promise<ComingListView> {
    const valid = validQuery(ComingQuery, query);
    return this.coming.list(projectId, comingFilter(valid), limitOf(valid), valid.cursor);
  }
}
