import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError, invalid } from '@app/errors';
import type { ProjectRef } from '@app/auth';
import { EventLog } from '@app/deliveries';
import type { IdempotencyKey } from '@app/idempotency';
import { ManualEvents, Triggers } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { CurrentProject } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { FiringKey, markRepeated } from '../idempotency/given-key.js';
import { Idempotent, IdempotentFiring } from '../idempotency/idempotent.decorator.js';
import { limitOf } from '../validation/list.dto.js';
import { mergePatch } from '../validation/merge-patch.js';
import { faultsOf, isObject, validBody, validBodyFor } from '../validation/validate.js';
import { destinationsFaults } from '../triggers/valid-trigger.js';
import { EventPatchDto, EventQuery, NewEventDto, ReplayDto, validEventQuery } from './event.dto.js';
import type { EventListView, EventWithDeliveriesView } from './event.view.js';
import { eventView, eventWithDeliveriesView } from './event.view.js';
import { PAYLOAD_QUERY } from './payload-query.js';

@ApiTags('events')
@Controller()
export class EventsController {
  constructor(
    private readonly log: EventLog,
    private readonly manual: ManualEvents,
    private readonly triggers: Triggers,
  ) {}

  /** Make an event by hand. */
  @Post('events')
  @Allow('fire')
  @IdempotentFiring()
  @ApiBody({ type: NewEventDto })
  @Problems('body')
  async create(
    @CurrentProject() project: ProjectRef,
    @Body() body: unknown,
    @FiringKey() key: IdempotencyKey | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventWithDeliveriesView> {
    const event = validNewEvent(body);
    const made = await this.manual
      .create(project.id, event, key)
      .catch(asFaultOf('/trigger_id', 'trigger.not_found'));
    markRepeated(reply, made.repeated);
    void reply.header('location', `/events/${made.id}`);
    return eventWithDeliveriesView(made, project.slug);
  }

  /** List events, newest first. */
  @Get('events')
  @Allow('read')
  @ApiQuery(PAYLOAD_QUERY)
  @Problems(422)
  async list(@CurrentProject() project: ProjectRef, @Query() query: EventQuery): Promise<EventListView> {
    const valid = validEventQuery(EventQuery, query);
    const page = await this.log.list(project.id, valid.filter, limitOf(valid), valid.cursor);
    return { ...page, data: page.data.map((event) => eventView(event, project.slug)) };
  }

  /** List the events of a trigger, newest first. */
  @Get('triggers/:id/events')
  @Allow('read')
  @ApiQuery(PAYLOAD_QUERY)
  @Problems(404, 422)
  async listOfTrigger(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
    @Query() query: EventQuery,
  ): Promise<EventListView> {
    const { trigger } = await this.triggers.get(project.id, id);
    const valid = validEventQuery(EventQuery, query);
    const filter = { ...valid.filter, trigger_id: trigger.id };
    const page = await this.log.list(project.id, filter, limitOf(valid), valid.cursor);
    return { ...page, data: page.data.map((event) => eventView(event, project.slug)) };
  }

  /** Get an event with its deliveries and their attempts. */
  @Get('events/:id')
  @Allow('read')
  @Problems(404)
  async get(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
  ): Promise<EventWithDeliveriesView> {
    return eventWithDeliveriesView(await this.log.get(project.id, id), project.slug);
  }

  /** Archive an event, bring it back, hold or release it, or change its labels. */
  @Patch('events/:id')
  @Allow('manage')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiBody({ type: EventPatchDto })
  @Problems('body', 404, 409)
  async patch(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EventWithDeliveriesView> {
    const { labels } = await this.log.get(project.id, id);
    const patch =
      isObject(body) && isObject(body['labels'])
        ? { ...body, labels: mergePatch(labels, body['labels']) }
        : body;
    await this.log.change(project.id, id, validBody(EventPatchDto, patch));
    return this.get(project, id);
  }

  /** Delete an event and its deliveries. */
  @Delete('events/:id')
  @Allow('manage')
  @HttpCode(204)
  @Problems(404)
  async delete(@CurrentProject() project: ProjectRef, @Param('id') id: string): Promise<void> {
    await this.log.delete(project.id, id);
  }

  /** Deliver an event once more as it was, or make a new one from it with another payload. */
  @Post('events/:id/replay')
  @Allow('fire')
  @HttpCode(202)
  @Idempotent()
  @ApiBody({ type: ReplayDto, required: false })
  @Problems('body', 404)
  async replay(
    @CurrentProject() project: ProjectRef,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EventWithDeliveriesView> {
    const { payload } = await validBodyFor(() => this.log.get(project.id, id), ReplayDto, body);
    return eventWithDeliveriesView(await this.manual.replay(project.id, id, payload), project.slug);
  }
}

function validNewEvent(body: unknown): NewEventDto {
  const faults = [
    ...faultsOf(NewEventDto, body ?? {}),
    ...(isObject(body) ? destinationsFaults(body['destinations']) : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  return body as NewEventDto;
}

/** Something that a field of the body names and that there is not is a fault of the field. */
function asFaultOf(pointer: string, code: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof AppError && error.code === code) throw invalid([{ pointer, detail: error.message }]);
    throw error;
  };
}
