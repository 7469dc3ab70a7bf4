import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { DeliveryQueue, EventWriterRepository } from '@app/deliveries';
import { type DeliveryRef, type Firing } from '@app/deliveries';
import { DEFAULT_RETENTION, lifetimeOf } from '@app/events';
import { DueTriggersRepository } from './due-triggers.repository.js';
import { type DueTrigger } from './due-triggers.repository.js';
import { isStillToFire } from './schedule.js';

/** Fires what is due by schedule. */
@Injectable()
export class DueTriggers {
  constructor(
    private readonly repository: DueTriggersRepository,
    private readonly writer: EventWriterRepository,
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /**
   * One bounded batch in one transaction: the events are written and the triggers moved on together, or neither. Safe
   * in any number of processes. `missed` counts occurrences that their misfire policy lets go.
   */
  async runOnce(limit: number): Promise<{ fired: number; missed: number }> {
    const { refs, ...counts } = await this.database.transaction(async (manager) =>
      this.settle(await this.repository.claim(limit, manager), manager),
    );
    this.queue.handOver(refs);
    return counts;
  }

  /** Deals with what is due of one trigger that the caller has locked; answers the deliveries to hand over after. */
  async settleOne(id: string, manager: EntityManager): Promise<DeliveryRef[]> {
    const { refs } = await this.settle(await this.repository.claimOne(id, manager), manager);
    return refs;
  }

  /** Milliseconds until the next trigger is due; null when none is waiting. */
  nextDueIn(): Promise<number | null> {
    return this.repository.nextDueIn();
  }

  private async settle(due: DueTrigger[], manager: EntityManager) {
    if (due.length === 0) return { fired: 0, missed: 0, refs: [] };
    const firing = due.filter((trigger) => isStillToFire(trigger, trigger.next_fire_at, trigger.now));
    const events = firing.length > 0 ? await this.writer.write(firing.map(firingOf), manager) : [];
    const fired = new Set(firing.map(({ id }) => id));
    const advances = due.map(({ id }) => ({ id, next_fire_at: null, fired: fired.has(id) ? 1 : 0 }));
    const advanced = await this.repository.advance(advances, manager);
    if (advanced !== due.length || events.includes(undefined))
      throw new Error(`Claimed ${due.length} due triggers but moved ${advanced} on; nothing of it is kept.`);
    return {
      fired: firing.length,
      missed: due.length - firing.length,
      refs: events.flatMap((event) => event?.deliveries ?? []),
    };
  }
}

function firingOf(trigger: DueTrigger): Firing {
  return {
    project_id: trigger.project_id,
    trigger: { id: trigger.id, name: trigger.name, trigger_type: trigger.trigger_type, revision: null },
    source: 'schedule',
    payload: trigger.api_payload,
    labels: trigger.labels,
    scheduled_for: trigger.next_fire_at,
    lifetime: lifetimeOf(trigger.retention ?? DEFAULT_RETENTION),
    destination_ids: trigger.destination_ids,
    replay_of: null,
  };
}
