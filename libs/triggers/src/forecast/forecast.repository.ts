import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { BEGIN, DESTINATIONS, GROUPS } from './forecast-statements.js';

/** Armed triggers that are alike as far as the next 24 hours are concerned. Empty texts and zeros stand for null. */
export interface GroupRow {
  /** PostgreSQL's bigint, so a string: a hash of what follows. */
  key: string;
  cron: string;
  timezone: string;
  every: string;
  jitter: string;
  /** The occurrence that is up next, in ms from the beginning. */
  next: number;
  /** Where a cron schedule ends, in ms from the beginning; at the end of the 24 hours if that is sooner. */
  ends: number;
  /** Firings that there may still be. */
  runs: number;
  /** Whether what is up next is overdue and will be let go. */
  lapsed: boolean;
  triggers: number;
  /** Whether it stands for others that are not answered. */
  sampled: boolean;
  /** Triggers of all groups, the same in each row. */
  all_triggers: number;
}

export interface DestinationRow {
  destination_id: string;
  firings: number;
  /** Destinations and firings in all, the same in each row. */
  all_destinations: number;
  all_firings: number;
}

/** Questions of a forecast, all within one transaction, so that they agree. */
@Injectable()
export class ForecastRepository {
  constructor(private readonly database: Database) {}

  /** Sets limits for the transaction; answers when its minute began. */
  async begin(timeoutMs: number, manager: EntityManager): Promise<Date> {
    const [row] = await this.database.query<{ from: Date }>(BEGIN, [String(timeoutMs)], manager);
    return row!.from;
  }

  /** The `largest` groups with the most triggers, and of the rest `sample` at random, but the same ones each time. */
  groups(
    projectId: string,
    from: Date,
    largest: number,
    sample: number,
    manager: EntityManager,
  ): Promise<GroupRow[]> {
    return this.database.query<GroupRow>(GROUPS, [projectId, from.getTime(), largest, sample], manager);
  }

  /**
   * The `most` destinations with the most firings, given the firings of one trigger of each group; triggers of groups that
   * are not given count as `others`.
   */
  destinations(
    projectId: string,
    from: Date,
    groups: { key: string; firings: number }[],
    others: number,
    most: number,
    manager: EntityManager,
  ): Promise<DestinationRow[]> {
    const [keys, firings] = [groups.map(({ key }) => key), groups.map((group) => group.firings)];
    const values = [projectId, from.getTime(), keys, firings, others, most];
    return this.database.query<DestinationRow>(DESTINATIONS, values, manager);
  }
}
