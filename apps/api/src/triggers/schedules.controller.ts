import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Occurrences, Preview, Triggers } from '@app/triggers';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ListQuery, limitOf, validQuery } from '../validation/list.dto.js';
import { validBody, validBodyFor } from '../validation/validate.js';
import { patched } from './patched-trigger.js';
import { DEFAULT_COUNT, PlanDto, PreviewDto } from './schedule.dto.js';
import type { OccurrenceListView, PlanView, PreviewView } from './schedule.view.js';
import { validTrigger } from './valid-trigger.js';

@ApiTags('schedules')
@Controller('triggers')
export class SchedulesController {
  constructor(
    private readonly occurrences: Occurrences,
    private readonly previews: Preview,
    private readonly triggers: Triggers,
  ) {}

  /** Say when a schedule would fire, in times and in words. */
  @Post('preview')
  @Allow('read')
  @HttpCode(200)
  @Problems('body')
  preview(@Body() body: PreviewDto): PreviewView {
    const { count, after, ...schedule } = validBody(PreviewDto, body);
    const trigger = validTrigger({ name: 'preview', trigger_type: 'scheduled', ...schedule });
    return this.previews.preview(trigger, count ?? DEFAULT_COUNT, after ? new Date(after) : undefined);
  }

  /** Say which of the next occurrences a change would add, lose and keep. Nothing is changed. */
  @Post(':id/plan')
  @Allow('read')
  @HttpCode(200)
  @Problems('body', 404)
  async plan(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Body() body: PlanDto,
  ): Promise<PlanView> {
    const plan = await validBodyFor(() => this.triggers.get(projectId, id), PlanDto, body);
    return this.previews.plan(projectId, id, plan.count ?? DEFAULT_COUNT, (present) =>
      patched(present, plan.patch),
    );
  }

  /** List what became of each instant of a trigger's schedule, latest first: fired, missed, or skipped, and why. */
  @Get(':id/occurrences')
  @Allow('read')
  @Problems(404, 422)
  async list(
    @ProjectId() projectId: string,
    @Param('id') id: string,
    @Query() query: ListQuery,
  ): Promise<OccurrenceListView> {
    await this.triggers.get(projectId, id);
    const { cursor, ...rest } = validQuery(ListQuery, query);
    return this.occurrences.list(projectId, id, limitOf(rest), cursor);
  }
}
