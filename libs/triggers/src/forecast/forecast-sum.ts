import { Pace } from '@app/clock';
import { FORECAST_MINUTES } from '@app/schedules';
import { forecastGroup, sampleScale, type ForecastGroup } from './forecast-groups.js';
import type { GroupRow } from './forecast.repository.js';

/** What shows who makes a peak: these many groups, those with the most triggers. Each takes 11 KiB while it is looked at. */
const KEPT_GROUPS = 200;

export interface ForecastSum {
  minutes: Float64Array;
  /** Firings of one trigger, by the key of its group. */
  totals: { key: string; firings: number }[];
  /** Firings of one trigger of the groups that were not given: the mean of the sample. */
  others: number;
  /** The largest groups. */
  largest: ForecastGroup[];
}

/** Adds up what groups fire, pausing so that nobody else has to wait for the event loop. */
export async function sumForecast(rows: GroupRow[], from: Date): Promise<ForecastSum> {
  const pace = new Pace();
  const scale = sampleScale(rows);
  const sum: ForecastSum = {
    minutes: new Float64Array(FORECAST_MINUTES),
    totals: [],
    others: 0,
    largest: [],
  };
  const scratch = new Float64Array(FORECAST_MINUTES);
  let [sampledTriggers, sampledFirings] = [0, 0];
  for (const row of rows) {
    const isKept = sum.largest.length < KEPT_GROUPS;
    const group = forecastGroup(
      row,
      from,
      scale,
      isKept ? new Float64Array(FORECAST_MINUTES) : scratch.fill(0),
    );
    const firings = addTo(sum.minutes, group);
    sum.totals.push({ key: group.key, firings });
    if (group.sampled) {
      sampledTriggers += group.triggers;
      sampledFirings += group.triggers * firings;
    }
    if (isKept) sum.largest.push(group);
    if (pace.isDue) await pace.pause();
  }
  if (sampledTriggers > 0) sum.others = sampledFirings / sampledTriggers;
  return sum;
}

/** Answers the firings of one trigger. */
function addTo(minutes: Float64Array, group: ForecastGroup): number {
  let firings = 0;
  for (let minute = 0; minute < minutes.length; minute++) {
    const expected = group.minutes[minute]!;
    firings += expected;
    minutes[minute]! += expected * group.triggers;
  }
  return firings;
}
