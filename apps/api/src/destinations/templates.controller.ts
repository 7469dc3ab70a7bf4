import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import { EventLog, templateInput, Templates } from '@app/deliveries';
import { type TemplatedEvent } from '@app/deliveries';
import { AppError, invalid, unavailable } from '@app/errors';
import { Allow } from '../access/access.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { validBody } from '../validation/validate.js';
import { TemplatePreviewDto } from './probe.dto.js';
import type { TemplatePreviewView } from './probe.view.js';

@ApiTags('destinations')
@Controller('destinations')
export class TemplatesController {
  constructor(
    private readonly templates: Templates,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Say what a payload template makes of an event, or of a payload. Nothing is sent. */
  @Post('preview-template')
  @Allow('read')
  @HttpCode(200)
  @ApiBody({ type: TemplatePreviewDto })
  @Problems('body')
  async preview(@ProjectId() projectId: string, @Body() body: unknown): Promise<TemplatePreviewView> {
    const { template, payload, event_id } = validBody(TemplatePreviewDto, body);
    if ((payload === undefined) === (event_id === undefined))
      throw invalid([{ pointer: '', detail: 'needs either a payload or an event_id' }]);
    const { id, ...event } =
      event_id === undefined ? this.made(payload!) : await this.logged(projectId, event_id);
    const rendered = await this.templates.render(template, templateInput(id, event));
    if ('body' in rendered) return { body: JSON.parse(rendered.body) as unknown };
    if (!rendered.final) throw unavailable('template.unavailable', `The template waits: ${rendered.error}.`);
    throw invalid([{ pointer: '/template', detail: `fails: ${rendered.error}` }]);
  }

  private made(payload: TemplatedEvent['payload']): TemplatedEvent & { id: string } {
    const now = this.clock.now();
    return {
      id: uuidV7(now),
      payload,
      source: 'manual',
      trigger_id: null,
      trigger_name: null,
      scheduled_for: null,
      fired_at: new Date(now),
      labels: {},
    };
  }

  private async logged(projectId: string, id: string): Promise<TemplatedEvent & { id: string }> {
    try {
      return await this.log.get(projectId, id);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found')
        throw invalid([{ pointer: '/event_id', detail: 'there is no such event' }]);
      throw error;
    }
  }
}
