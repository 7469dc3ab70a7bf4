import { Pace } from '@app/clock';
import { durationMs } from '@app/clock';
import { findPeaks, longestJitter, mean, median, suggestJitter, type WrittenSchedule } from '@app/schedules';
import type { ForecastSum } from './forecast-sum.js';
import type { ForecastGroup } from './forecast-groups.js';
import type { ForecastPeak, PeakSchedule } from './load-forecast.js';
import { rounded } from './rounded.js';

const MOST_SCHEDULES = 3;
/** What makes less of a peak is not named. */
const LEAST_SHARE = 0.1;

/** The minutes that stand out, who makes them, and what would thin them out. */
export async function forecastPeaks({ minutes, largest }: ForecastSum, from: Date): Promise<ForecastPeak[]> {
  const pace = new Pace();
  const usual = median(minutes);
  const level = Math.max(usual, mean(minutes));
  const longest = new Map<string, string | null>();
  const peaks: ForecastPeak[] = [];
  for (const { minute, firings, length } of findPeaks(minutes)) {
    const schedules = schedulesIn(largest, minute).filter((one) => one.firings >= firings * LEAST_SHARE);
    const [first] = schedules;
    if (first && !longest.has(labelOf(first))) longest.set(labelOf(first), longestJitter(first));
    const jitter =
      first &&
      suggestJitter({
        firings: first.firings,
        usual: level,
        present: first.jitter,
        longest: longest.get(labelOf(first))!,
      });
    peaks.push({
      at: new Date(from.getTime() + minute * 60_000),
      firings: rounded(firings),
      usual: rounded(usual),
      minutes: length,
      schedules,
      suggestion: first && jitter ? suggestion(first, jitter, firings) : null,
    });
    if (pace.isDue) await pace.pause();
  }
  return peaks;
}

/** Those that fire most in a minute, their triggers taken together whenever they began. */
function schedulesIn(groups: ForecastGroup[], minute: number): PeakSchedule[] {
  const byLabel = new Map<string, PeakSchedule>();
  for (const { written, triggers, minutes } of groups) {
    const firings = minutes[minute]! * triggers;
    if (firings === 0) continue;
    const known = byLabel.get(labelOf(written));
    byLabel.set(labelOf(written), {
      ...written,
      triggers: rounded((known?.triggers ?? 0) + triggers),
      firings: rounded((known?.firings ?? 0) + firings),
    });
  }
  return [...byLabel.values()].toSorted((a, b) => b.firings - a.firings).slice(0, MOST_SCHEDULES);
}

function labelOf({ cron, timezone, every, jitter }: WrittenSchedule): string {
  return JSON.stringify([cron, timezone, every, jitter]);
}

function suggestion(
  { cron, timezone, every, triggers, ...schedule }: PeakSchedule,
  jitter: string,
  peak: number,
) {
  const firings = rounded(peak - schedule.firings + (schedule.firings * 60_000) / durationMs(jitter));
  const name = cron ? `cron ${cron} (${timezone})` : every ? `every ${every}` : 'a schedule_time';
  const [count, before, after] = [triggers, peak, firings].map((value) =>
    Math.round(value).toLocaleString('en'),
  );
  const text = `${count} triggers with ${name} fire in this minute. A jitter of ${jitter} for them would bring it from ${before} firings to about ${after}.`;
  return { jitter, firings, text };
}
