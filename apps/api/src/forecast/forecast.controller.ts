import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Forecast } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import type { ForecastView } from './forecast.view.js';

@ApiTags('schedules')
@Controller('forecast')
export class ForecastController {
  constructor(private readonly forecast: Forecast) {}

  /** Say how many firings the schedules will make in each minute of the next 24 hours, and which minutes stand out. */
  @Get()
  @Allow('read')
  @Problems()
  get(@ProjectId() projectId: string): Promise<ForecastView> {
    return this.forecast.of(projectId);
  }
}
