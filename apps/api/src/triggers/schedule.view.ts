import { ApiProperty } from '@nestjs/swagger';
import { OCCURRENCE_OUTCOMES, type OccurrenceOutcome } from '@app/triggers';

export class PreviewView {
  /** The instants at which it would fire, before jitter. */
  occurrences!: Date[];
  /** The schedule in words. */
  description!: string;
  /** What happens to local times among them that do not exist or occur twice. */
  notes!: string[];
}

export class PlanView {
  /** Occurrences that there would be and are not now. */
  added!: Date[];
  /** Occurrences that there would be no more. */
  lost!: Date[];
  /** Occurrences that stay. */
  kept!: Date[];
}

export class OccurrenceView {
  /** The instant of the schedule. */
  scheduled_for!: Date;
  /** What became of it. */
  @ApiProperty({ enum: OCCURRENCE_OUTCOMES })
  outcome!: OccurrenceOutcome;
  /** Why it did not fire; null when it did. */
  reason!: string | null;
  /** The event that it made; null when it did not fire. */
  event_id!: string | null;
}

export class OccurrenceListView {
  /** One page. */
  data!: OccurrenceView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}
