import { ApiProperty } from '@nestjs/swagger';

export class PeakScheduleView {
  /** Its cron pattern; null when it has none. */
  cron!: string | null;
  /** That the pattern is meant in. */
  timezone!: string | null;
  /** Its interval; null when it has none. Without pattern and interval it is a `schedule_time`. */
  every!: string | null;
  /** The jitter that it has already. */
  jitter!: string | null;
  /** How many triggers with this schedule fire in the peak. */
  triggers!: number;
  /** How many firings of the peak are theirs. */
  firings!: number;
}

export class SuggestionView {
  /** What to set `jitter` to, for the triggers of the first of the schedules. @example 20m */
  jitter!: string;
  /** How many firings of the peak would then be left, about. */
  firings!: number;
  /** The same as a sentence. */
  text!: string;
}

export class PeakView {
  /** The start of the minute; of several in a row the highest. */
  at!: Date;
  /** Expected firings in this minute. */
  firings!: number;
  /** The median of all minutes. */
  usual!: number;
  /** How many minutes in a row stand out. */
  minutes!: number;
  /** The schedules that fire most in it: at most 3, of those that many triggers have. */
  schedules!: PeakScheduleView[];
  /** What would thin it out; null when no jitter would. */
  suggestion!: SuggestionView | null;
}

export class OtherDestinationsView {
  /** How many destinations there are beyond those of `by_destination`. */
  destinations!: number;
  /** Their firings. */
  firings!: number;
}

export class ForecastView {
  /** The start of the present minute. What has fired in it already is not counted. */
  from!: Date;
  /** Expected firings in each minute from then on. With `jitter` a firing is shared out over the minutes that it may fall into. */
  @ApiProperty({ type: [Number], minItems: 1440, maxItems: 1440 })
  minutes!: number[];
  /** Their sum. */
  firings!: number;
  /** Triggers that fire in these 24 hours. */
  triggers!: number;
  /** Expected firings by the id of the destination, of the 100 with the most. A firing counts for each destination of its trigger. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  by_destination!: Record<string, number>;
  /** All other destinations. */
  other_destinations!: OtherDestinationsView;
  /** The minutes that stand out, highest first, at most 24. */
  peaks!: PeakView[];
  /** Whether there are so many different schedules that some were judged by a sample. */
  estimated!: boolean;
}
