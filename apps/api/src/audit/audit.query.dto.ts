import { IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { IsInstant, Optional } from '../validation/fields.js';
import { ListQuery } from '../validation/list.dto.js';

export class AuditQuery extends ListQuery {
  /** Only what concerns this project (a slug). An API key sees its own project alone. */
  @MaxLength(63)
  @MinLength(1)
  @IsString()
  @Optional()
  project?: string;

  /** Only what this user or API key did. */
  @IsUUID()
  @Optional()
  actor_id?: string;

  /** Only this action, for example `trigger.updated`. */
  @MaxLength(100)
  @MinLength(1)
  @IsString()
  @Optional()
  action?: string;

  /** Only what was done to the thing with this id. */
  @IsUUID()
  @Optional()
  target_id?: string;

  /** Only at this time or later. */
  @IsInstant()
  @Optional()
  since?: string;

  /** Only before this time. */
  @IsInstant()
  @Optional()
  until?: string;
}
