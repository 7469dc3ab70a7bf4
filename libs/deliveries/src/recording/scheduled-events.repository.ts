import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, uuidV7 } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { ACTIVE, type Lifetime } from '@app/events';
import { Lanes } from '../lanes/lanes.js';
import { INSERT_SCHEDULED_EVENTS } from './event-insert.js';
import type { DeliveryRef } from './firing.js';
import { installationLifetime, ownLifetimes } from './lifetime-values.js';

/** An occurrence of a trigger whose row the caller has locked. */
export interface ScheduledFiring {
  trigger_id: string;
  project_id: string;
  scheduled_for: Date;
  /** Null for that of its project. */
  lifetime: Lifetime | null;
  destination_ids: string[];
}

/** Writes the events of occurrences and their deliveries: any number of them in one statement. */
@Injectable()
export class ScheduledEventsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Answers how many events were written: fewer than `firings` where a trigger is gone. The deliveries are to be handed to
   * the queue after the commit, but for those that are written into their lanes.
   */
  async write(
    firings: ScheduledFiring[],
    manager: EntityManager,
  ): Promise<{ written: number; deliveries: DeliveryRef[] }> {
    if (firings.length === 0) return { written: 0, deliveries: [] };
    const now = this.clock.now();
    const ids = firings.map(() => uuidV7(now));
    const deliveries: DeliveryRef[] = [];
    const destinations: string[] = [];
    const projects: string[] = [];
    for (const [index, { project_id, destination_ids }] of firings.entries()) {
      for (const destination of destination_ids) {
        deliveries.push({ bucket: ACTIVE, event_id: ids[index]!, id: uuidV7(now), dispatch: 1 });
        destinations.push(destination);
        projects.push(project_id);
      }
    }
    const direct = this.lanes.admit(destinations);
    for (const [index, isDirect] of direct.entries()) if (!isDirect) deliveries[index]!.in_lane = true;
    const [row] = await this.database.query<{ events: number }>(
      INSERT_SCHEDULED_EVENTS,
      [
        ids,
        firings.map(({ trigger_id }) => trigger_id),
        firings.map(({ scheduled_for }) => scheduled_for),
        ...ownLifetimes(firings),
        deliveries.map(({ event_id }) => event_id),
        deliveries.map(({ id }) => id),
        destinations,
        projects,
        this.config.delivery.leaseMs,
        direct,
        ...installationLifetime(this.config),
      ],
      manager,
    );
    return { written: row!.events, deliveries };
  }
}
