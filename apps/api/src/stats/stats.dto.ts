import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { DEFAULT_WINDOW, WINDOW_NAMES, type WindowName } from '@app/stats';
import { Optional } from '../validation/fields.js';

type DestinationWindow = Exclude<WindowName, '5m'>;
const DESTINATION_WINDOWS = WINDOW_NAMES.filter((name): name is DestinationWindow => name !== '5m');

export class StatsQuery {
  /** How far back: in steps of 10 s, 1 min, 10 min or 1 h. */
  @ApiProperty({ enum: WINDOW_NAMES, default: DEFAULT_WINDOW })
  @IsIn(WINDOW_NAMES)
  @Optional()
  window?: WindowName;
}

export class DestinationStatsQuery {
  /** How far back: in steps of 1 min, 10 min or 1 h. */
  @ApiProperty({ enum: DESTINATION_WINDOWS, default: DEFAULT_WINDOW })
  @IsIn(DESTINATION_WINDOWS)
  @Optional()
  window?: DestinationWindow;
}
