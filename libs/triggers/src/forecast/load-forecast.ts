import type { WrittenSchedule } from '@app/schedules';

/** What the schedules of a project will fire in the 24 hours from the start of a minute. */
export interface LoadForecast {
  from: Date;
  /** Expected firings of each minute: fractions are from jitter. */
  minutes: number[];
  /** Their sum. */
  firings: number;
  /** Armed triggers with an occurrence in the 24 hours. */
  triggers: number;
  /** Expected firings by destination, of those with the most. */
  by_destination: Record<string, number>;
  /** The destinations that are not among them. */
  other_destinations: { destinations: number; firings: number };
  peaks: ForecastPeak[];
  /** Whether there were so many different schedules that some were judged by others. */
  estimated: boolean;
}

export interface ForecastPeak {
  at: Date;
  firings: number;
  /** The median of all minutes. */
  usual: number;
  /** How many minutes in a row stand out around it. */
  minutes: number;
  /** The schedules that fire most in it. */
  schedules: PeakSchedule[];
  /** For the triggers of the first of these; null when no jitter would help. */
  suggestion: { jitter: string; firings: number; text: string } | null;
}

/** Triggers that share a schedule, as far as they fire in a peak. */
export interface PeakSchedule extends WrittenSchedule {
  triggers: number;
  firings: number;
}
