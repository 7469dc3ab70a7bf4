import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RetentionRun, RetentionRuns } from '@app/retention';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { ProjectId } from '../http/project.decorator.js';
import { limitOf, validQuery } from '../validation/list.dto.js';
import { emptyBodyFor } from '../validation/validate.js';
import { RetentionRunsQuery } from './retention-run.dto.js';
import { retentionRunView } from './retention-run.view.js';
import type { RetentionResultView, RetentionRunListView, RetentionRunView } from './retention-run.view.js';

const LONGEST_MS = 20_000;

@ApiTags('retention')
@Controller('retention')
export class RetentionRunsController {
  constructor(
    private readonly retention: RetentionRun,
    private readonly runs: RetentionRuns,
  ) {}

  /**
   * Archive and delete all that is due, now and not when the workers next would. It is about the whole installation.
   * 409 when another run is under way for longer than five seconds.
   */
  @Post('run')
  @Allow('manage')
  @HttpCode(200)
  @Problems('body', 409)
  async run(@Body() body: unknown): Promise<RetentionResultView> {
    await emptyBodyFor(async () => {}, body);
    return this.retention.runAll(LONGEST_MS);
  }

  /**
   * List what retention and the other jobs of the workers did, newest first: runs about this project, and those about the
   * whole installation.
   */
  @Get('runs')
  @Allow('read')
  @Problems(422)
  async list(
    @ProjectId() projectId: string,
    @Query() query: RetentionRunsQuery,
  ): Promise<RetentionRunListView> {
    const { cursor, idle, limit } = validQuery(RetentionRunsQuery, query);
    const page = await this.runs.list(projectId, {
      limit: limitOf({ limit }),
      cursor,
      idle: idle !== 'false',
    });
    return { ...page, data: page.data.map(retentionRunView) };
  }

  /** Get one of them: what it has done so far. */
  @Get('runs/:id')
  @Allow('read')
  @Problems(404)
  async get(@ProjectId() projectId: string, @Param('id') id: string): Promise<RetentionRunView> {
    return retentionRunView(await this.runs.get(projectId, id));
  }
}
