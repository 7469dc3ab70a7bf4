import { IsIn } from 'class-validator';
import { Optional } from '../validation/fields.js';
import { ListQuery } from '../validation/list.dto.js';

export class RetentionRunsQuery extends ListQuery {
  /** Whether the workers' runs that had nothing to do are listed too: all of them that came in a row as one. By default they are. */
  @IsIn(['true', 'false'])
  @Optional()
  idle?: 'true' | 'false';
}
