import type { Payload } from '@app/events';
import { IsJsonObject, Optional } from '../validation/fields.js';
import { TriggerDto } from './trigger.dto.js';

/** A firing; an empty body fires with the trigger's own payload. */
export class FiringDto {
  /** Replaces the trigger's `api_payload` for this one event. */
  @IsJsonObject()
  @Optional()
  payload?: Payload;
}

/** A trigger that is tried and not saved. */
export class DraftDto extends TriggerDto {
  static override nested = TriggerDto.nested;

  /** Replaces the draft's `api_payload`. */
  @IsJsonObject()
  @Optional()
  payload?: Payload;
}
