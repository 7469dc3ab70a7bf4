import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '@app/config';
import { Database } from '@app/database';
import type { DeliveryRef } from '../recording/firing.js';
import { CREDIT, type CountedLane, type Lane } from './lane.js';
import {
  ANY_ARCHIVED,
  CANCEL_ORPHANS,
  CLAIM,
  COUNT,
  LOCK,
  NON_EMPTY,
  PARK,
  SAVE,
  TROUBLED,
  type Place,
} from './lane-statements.js';

export type LaneRow = CountedLane & { now: Date; has_archived: boolean };

/** What the dispatcher asks of PostgreSQL. `place` keeps the one active partition apart from the archive's many. */
@Injectable()
export class LanesRepository {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** Destinations in whose lane something waits; `present` is false of those that have been deleted. */
  async nonEmpty(place: Place): Promise<{ id: string; present: boolean }[]> {
    if (place === 'archived' && (await this.database.query(ANY_ARCHIVED, [])).length === 0) return [];
    return this.database.query(NON_EMPTY[place], []);
  }

  /** Destinations that are congested or about to work again, whether something waits for them or not. */
  async troubled(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(TROUBLED, []);
    return rows.map(({ id }) => id);
  }

  /** Locks those that nobody else is busy with. What is counted after it is true until the transaction ends. */
  async lock(ids: string[], manager: EntityManager): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(LOCK, [ids], manager);
    return rows.map(({ id }) => id);
  }

  /** `upTo` where it looks: at what is active, or also at the archive. */
  count(
    place: Place,
    upTo: Place,
    ids: string[],
    workers: number,
    manager: EntityManager,
  ): Promise<LaneRow[]> {
    return this.database.query<LaneRow>(COUNT[place][upTo], [ids, CREDIT, workers], manager);
  }

  /** Of each lane the longest waiting, as many as its share says, as handed over with a new lease. */
  claim(
    place: Place,
    shares: { id: string; share: number }[],
    manager: EntityManager,
  ): Promise<(DeliveryRef & { destination_id: string })[]> {
    const { leaseMs } = this.config.delivery;
    const values = [shares.map(({ id }) => id), shares.map(({ share }) => share), leaseMs];
    return this.database.query(CLAIM[place], values, manager);
  }

  /** Writes what dispatching changes of destinations. */
  async save(lanes: Lane[], manager: EntityManager): Promise<void> {
    if (lanes.length > 0) await this.database.query(SAVE, [JSON.stringify(lanes)], manager);
  }

  /** Takes out of the lanes what waits for destinations that are off: it waits for them to be turned on. */
  async park(place: Place, ids: string[], limit: number, manager: EntityManager): Promise<number> {
    return (await this.database.query(PARK[place], [ids, limit], manager)).length;
  }

  /** Ends what waits for destinations that are gone. */
  async cancelOrphans(place: Place, ids: string[], limit: number): Promise<number> {
    return (await this.database.query(CANCEL_ORPHANS[place], [ids, limit])).length;
  }
}
