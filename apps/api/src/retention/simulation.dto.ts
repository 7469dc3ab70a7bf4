import { IsUUID } from 'class-validator';
import { RetentionDto } from '../triggers/trigger.dto.js';
import { Optional } from '../validation/fields.js';

/** A policy to try out. */
export class SimulationDto extends RetentionDto {
  /** As the policy of this trigger, for its events alone; as that of the project if left out. */
  @IsUUID()
  @Optional()
  trigger_id?: string;
}
