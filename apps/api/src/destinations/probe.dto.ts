import { IsString, IsUUID } from 'class-validator';
import { templateFault } from '@app/deliveries';
import type { Payload } from '@app/events';
import { IsJsonObject, Optional, rule } from '../validation/fields.js';

/** What to try a destination out with. */
export class ProbeDto {
  /** The payload to send; one that says that it is a test if left out. */
  @IsJsonObject()
  @Optional()
  payload?: Payload;
}

/** A template, and what to try it with. */
export class TemplatePreviewDto {
  /** JSONata of at most 4 KiB. @example {"order": payload.id, "at": event.fired_at} */
  @rule('isTemplate', (value) => templateFault(value), (value) => templateFault(value) === undefined)
  @IsString()
  template!: string;

  /** The payload of an event that there is not; either this or `event_id`. */
  @IsJsonObject()
  @Optional()
  payload?: Payload;

  /** An event of this project; either this or `payload`. */
  @IsUUID()
  @Optional()
  event_id?: string;
}
