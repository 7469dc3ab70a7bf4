import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '@app/database';
import { forecastPeaks } from './forecast-peaks.js';
import { sumForecast } from './forecast-sum.js';
import { ForecastRepository, type DestinationRow } from './forecast.repository.js';
import type { LoadForecast } from './load-forecast.js';
import { rounded } from './rounded.js';
import { STATEMENT_TIMEOUT_MS, Turns } from './turns.js';

/** Groups of triggers that are looked at one by one, and how many stand for all the others. */
const LARGEST_GROUPS = 8000;
const SAMPLED_GROUPS = 2000;
const MOST_DESTINATIONS = 100;
/** A forecast is kept for so many times what it took to make, so that making it never takes more than a twentieth of the time. */
const KEPT_FOR = 20;
const LONGEST_KEPT_MS = 60_000;

/** Says what the schedules of a project will fire in the next 24 hours, and when that is too much at once. */
@Injectable()
export class Forecast {
  private readonly turns = new Turns();
  private readonly kept = new LRUCache<string, LoadForecast>({
    max: 100,
    ttl: LONGEST_KEPT_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (projectId, _, { options }) => {
      const [forecast, tookMs] = await this.turns.take(() => this.timed(projectId));
      options.ttl = Math.min(Math.max(tookMs * KEPT_FOR, 1), LONGEST_KEPT_MS);
      return forecast;
    },
  });

  constructor(
    private readonly repository: ForecastRepository,
    private readonly database: Database,
  ) {}

  /**
   * At most a minute old; who asks while it is being made gets the same. A million triggers take seconds and some ten MB,
   * however different they are. Throws `unavailable` when too many ask at once or PostgreSQL takes too long.
   */
  async of(projectId: string): Promise<LoadForecast> {
    return (await this.kept.fetch(projectId))!;
  }

  /** Made anew. The limits are there for tests. */
  async make(projectId: string, largest = LARGEST_GROUPS, sample = SAMPLED_GROUPS): Promise<LoadForecast> {
    const { from, rows, sum, destinations } = await this.database.snapshot(async (manager) => {
      const from = await this.repository.begin(STATEMENT_TIMEOUT_MS, manager);
      const rows = await this.repository.groups(projectId, from, largest, sample, manager);
      const sum = await sumForecast(rows, from);
      const { totals, others } = sum;
      const destinations = await this.repository.destinations(
        projectId,
        from,
        totals,
        others,
        MOST_DESTINATIONS,
        manager,
      );
      return { from, rows, sum, destinations };
    });
    return {
      from,
      minutes: Array.from(sum.minutes, rounded),
      firings: rounded(sum.minutes.reduce((all, firings) => all + firings, 0)),
      triggers: rows[0]?.all_triggers ?? 0,
      ...byDestination(destinations),
      peaks: await forecastPeaks(sum, from),
      estimated: rows.some(({ sampled }) => sampled),
    };
  }

  private async timed(projectId: string): Promise<[forecast: LoadForecast, tookMs: number]> {
    const began = performance.now();
    const forecast = await this.make(projectId);
    return [forecast, performance.now() - began];
  }
}

function byDestination(rows: DestinationRow[]): Pick<LoadForecast, 'by_destination' | 'other_destinations'> {
  const { all_destinations = 0, all_firings = 0 } = rows[0] ?? {};
  const named = rows.reduce((sum, { firings }) => sum + firings, 0);
  return {
    by_destination: Object.fromEntries(rows.map((row) => [row.destination_id, rounded(row.firings)])),
    other_destinations: {
      destinations: all_destinations - rows.length,
      firings: rounded(Math.max(all_firings - named, 0)),
    },
  };
}
