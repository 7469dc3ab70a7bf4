import type { Peak } from '../../api/types';

/** Peaks that the same schedules make, such as every full hour. */
export interface PeakGroup {
  /** The highest of them: its words stand for all. */
  highest: Peak;
  /** When they are, ascending. */
  times: string[];
}

/** The peaks of a day told once for each cause, the highest first. @param peaks in any order */
export function peakGroups(peaks: Peak[]): PeakGroup[] {
  const groups = new Map<string, Peak[]>();
  for (const peak of peaks) {
    const cause = JSON.stringify(
      peak.schedules
        .map(({ cron, timezone, every }) => [cron, timezone, every].join(' '))
        .toSorted((a, b) => a.localeCompare(b)),
    );
    const known = groups.get(cause);
    if (known) known.push(peak);
    else groups.set(cause, [peak]);
  }
  return Array.from(groups.values(), (group) => ({
    highest: group.reduce((most, peak) => (peak.firings > most.firings ? peak : most)),
    times: group.map(({ at }) => at).sort(),
  })).sort((a, b) => b.highest.firings - a.highest.firings);
}
