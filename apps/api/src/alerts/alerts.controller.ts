import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AlertDestinations } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { validBody } from '../validation/validate.js';
import { AlertsDto } from './alerts.dto.js';
import type { AlertsView } from './alerts.view.js';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(private readonly destinations: AlertDestinations) {}

  /** Say where the alerts of the project go. */
  @Get()
  @Allow('read')
  @Problems()
  async get(@ProjectId() projectId: string): Promise<AlertsView> {
    return { destinations: await this.destinations.get(projectId) };
  }

  /** Send the alerts of the project elsewhere. Triggers with alert destinations of their own go on using those. */
  @Put()
  @Allow('manage')
  @Problems('body')
  async replace(@ProjectId() projectId: string, @Body() body: AlertsDto): Promise<AlertsView> {
    const { destinations } = validBody(AlertsDto, body);
    return { destinations: await this.destinations.replace(projectId, destinations) };
  }
}
