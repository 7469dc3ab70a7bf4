import { IsUUID } from 'class-validator';
import { Optional } from '../validation/fields.js';

/** What policies are applied to. */
export class ApplyDto {
  /** Only to the events of this trigger; all of the project if left out. */
  @IsUUID()
  @Optional()
  trigger_id?: string;
}
