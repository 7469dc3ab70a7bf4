import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DeliveryLog } from '@app/deliveries';
import { Allow } from '../access/access.decorator.js';
import { deliveryView } from '../events/event.view.js';
import type { DeliveryView } from '../events/event.view.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { emptyBodyFor } from '../validation/validate.js';
import type { DeliveryListView } from './delivery-list.view.js';
import { DeliveryQuery, deliveryFilter } from './delivery.query.dto.js';

@ApiTags('deliveries')
@Controller('deliveries')
export class DeliveriesController {
  constructor(private readonly log: DeliveryLog) {}

  /** List deliveries, newest first. */
  @Get()
  @Allow('read')
  @Problems(422)
  async list(@ProjectId() projectId: string, @Query() query: DeliveryQuery): Promise<DeliveryListView> {
    const valid = validQuery(DeliveryQuery, query);
    const page = await this.log.list(projectId, deliveryFilter(valid), limitOf(valid), valid.cursor);
    return { ...page, data: page.data.map(deliveryView) };
  }

  /** Get a delivery with its attempts. */
  @Get(':id')
  @Allow('read')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<DeliveryView> {
    return deliveryView(await this.log.get(projectId, id));
  }

  /** Try a delivery again that is dead or waits: now, within the limits of its destination. */
  @Post(':id/retry')
  @Allow('manage')
  @HttpCode(202)
  @Problems('body', 404, 409)
  async retry(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryView> {
    await emptyBodyFor(() => this.log.get(projectId, id), body);
    return deliveryView(await this.log.retry(projectId, id));
  }

  /** Give a delivery up that has not ended. A try that is under way is not called back. */
  @Post(':id/cancel')
  @Allow('manage')
  @HttpCode(200)
  @Problems('body', 404, 409)
  async cancel(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryView> {
    await emptyBodyFor(() => this.log.get(projectId, id), body);
    return deliveryView(await this.log.cancel(projectId, id));
  }
}
