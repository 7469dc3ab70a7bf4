import { IsIn } from 'class-validator';
import { OmitType } from '@nestjs/swagger';
import type { EventFilter } from '@app/deliveries';
import { Optional } from '../validation/fields.js';
import { EventQuery, validEventQuery } from './event.dto.js';
import { EXPORT_FORMATS, type ExportFormat } from './export.format.js';

/** What a list of events can be narrowed by. */
export class EventExportQuery extends OmitType(EventQuery, ['limit', 'cursor'] as const) {
  /** One JSON object a line (the default), or a table with a line of column names. */
  @IsIn(EXPORT_FORMATS)
  @Optional()
  format?: ExportFormat;
}

/** Throws `invalid` with every fault. */
export function validExportQuery(query: unknown): { filter: EventFilter; format: ExportFormat } {
  const { filter, format = 'ndjson' } = validEventQuery(EventExportQuery, query);
  return { filter, format };
}
