import { ApiProperty } from '@nestjs/swagger';
import { CircuitView } from '../destinations/destination.view.js';

export class LagView {
  /** Half of them were no later, about; null when there were none. */
  p50!: number | null;
  /** 95 in 100 were no later, about. */
  p95!: number | null;
  /** The latest. */
  max!: number | null;
}

export class DurationView {
  /** Half of them took no longer, about; null when there were none. */
  p50!: number | null;
  /** 95 in 100 took no longer, about. */
  p95!: number | null;
}

export class DeliveryFiguresView {
  /** Deliveries that arrived. */
  delivered!: number;
  /** Deliveries that were given up. */
  dead!: number;
  /** Deliveries that were cancelled. */
  cancelled!: number;
  /** Tries that failed, whether they were followed by another or not. */
  failed_attempts!: number;
  /** How long tries took, the failed ones too. Percentiles are right to some 20 %. */
  duration_ms!: DurationView;
}

export class FiguresView extends DeliveryFiguresView {
  /** Events that were made, of every source. */
  fired!: number;
  /** How late schedules fired: `fired_at` - `scheduled_for`. Percentiles are right to some 20 %. */
  lag_ms!: LagView;
}

export class StepView extends FiguresView {
  /** Where the step begins. */
  at!: Date;
}

export class DeliveryStepView extends DeliveryFiguresView {
  /** Where the step begins. */
  at!: Date;
}

class WindowView {
  /** As it was asked for. @example 1h */
  window!: string;
  /** How long a step is. @example 1m */
  step!: string;
  /** Where the first step begins. */
  from!: Date;
  /** Where the last step ends: the present one, which is not over. */
  until!: Date;
  /** What was committed until then is counted: a few seconds ago, while a worker of the role `maintenance` is there. */
  counted_at!: Date;
}

export class DestinationStatsView extends WindowView {
  /** Each step, also those in which nothing happened, oldest first. */
  series!: DeliveryStepView[];
  /** All of them together. */
  totals!: DeliveryFiguresView;
}

export class OpenDeliveriesView {
  /** Handed to the workers, which send them or are about to. */
  handed_over!: number;
  /** Due, and waiting for their destination: for a free place, its rate limit, or its circuit. */
  waiting!: number;
  /** Have failed, and are due later. */
  retrying!: number;
  /** Wait for their destination to be turned on. */
  parked!: number;
  /** Whether there are more: counting stops at 10,000 of each, and at 1,000 destinations. */
  at_least!: boolean;
}

export class WorkerView {
  /** New at each start. */
  id!: string;
  /** The machine and the process there. @example worker-1:17 */
  name!: string;
  /** What it does. */
  @ApiProperty({ type: [String], enum: ['scheduler', 'delivery', 'maintenance'] })
  roles!: string[];
  /** When it started. */
  started_at!: Date;
  /** When it was last heard of: it says so every 5 s. */
  seen_at!: Date;
}

export class NextFiringView {
  /** Id of the trigger. */
  trigger_id!: string;
  /** Its name. */
  name!: string;
  /** When it fires. */
  at!: Date;
}

export class TroubledDestinationView {
  /** UUIDv7. */
  id!: string;
  /** For people. */
  name!: string;
  /** Whether it is on. */
  enabled!: boolean;
  /** Why the platform turned it off; null when it did not. */
  disabled_reason!: string | null;
  /** Whether deliveries are let through. */
  circuit!: CircuitView;
  /** Deliveries that were given up in the last hour. */
  dead_last_hour!: number;
}

export class StatsView extends WindowView {
  /** Each step, also those in which nothing happened, oldest first. */
  series!: StepView[];
  /** All of them together. */
  totals!: FiguresView;
  /** Deliveries of active events that have not ended. */
  queue!: OpenDeliveriesView;
  /** Workers that are there, of the whole installation, the oldest first; at most 100. */
  workers!: WorkerView[];
  /** What fires next by its schedule: at most 10. */
  next_firings!: NextFiringView[];
  /** Turned off by the platform, with a circuit that is not closed, or with dead deliveries in the last hour: at most 10. */
  destinations_in_trouble!: TroubledDestinationView[];
}
