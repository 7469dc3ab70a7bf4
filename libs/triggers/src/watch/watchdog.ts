import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { Alerts, DeliveryQueue } from '@app/deliveries';
import { type DeliveryRef } from '@app/deliveries';
import { countedFrom, isPlain, look } from './look.js';
import { quietAlert } from './quiet-alert.js';
import { WatchedTriggersRepository } from './watched-triggers.repository.js';
import { type WatchedRow } from './watched-triggers.repository.js';

/** Tells when a trigger that was to fire has gone quiet, and when it fires again. */
@Injectable()
export class Watchdog {
  constructor(
    private readonly repository: WatchedTriggersRepository,
    private readonly alerts: Alerts,
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /**
   * One bounded batch in one transaction: the alerts are written and the watches moved on together, or neither. Safe in
   * any number of processes.
   */
  async runOnce(limit: number): Promise<{ looked: number; told: number }> {
    const { refs, ...counts } = await this.database.transaction(async (manager) =>
      this.lookAt(await this.repository.claim(limit, manager), manager),
    );
    this.queue.handOver(refs);
    return counts;
  }

  /** Tells what there is to tell of triggers that the caller has locked; answers the deliveries to hand over after. */
  async lookAtThese(ids: string[], manager: EntityManager): Promise<DeliveryRef[]> {
    const { refs } = await this.lookAt(await this.repository.claimThese(ids, manager), manager);
    return refs;
  }

  private async lookAt(triggers: WatchedRow[], manager: EntityManager) {
    if (triggers.length === 0) return { looked: 0, told: 0, refs: [] };
    const lastFired = await this.lastFired(triggers, manager);
    const verdicts = triggers.map((trigger) => look(trigger, lastFired.get(trigger.id)!));
    const alerts = verdicts.flatMap(({ told }, n) =>
      told ? [quietAlert(triggers[n]!, told, lastFired.get(triggers[n]!.id)!)] : [],
    );
    const refs = await this.alerts.record(alerts, manager);
    const watches = verdicts.map(({ watch }, n) => ({ id: triggers[n]!.id, ...watch }));
    const moved = await this.repository.move(watches, manager);
    if (moved !== triggers.length)
      throw new Error(`Looked at ${triggers.length} triggers but moved ${moved} on; nothing of it is kept.`);
    return { looked: triggers.length, told: alerts.length, refs };
  }

  /** In milliseconds since the epoch, 0 for never. Events are asked only where it matters, which is seldom. */
  private async lastFired(triggers: WatchedRow[], manager: EntityManager): Promise<Map<string, number>> {
    const noted = new Map(triggers.map(({ id, last_fired_at }) => [id, last_fired_at?.getTime() ?? 0]));
    const unsure = triggers.filter((trigger) => !isPlain(trigger));
    const byEvents = await this.repository.lastFired(
      unsure.map((trigger) => ({ id: trigger.id, after: countedFrom(trigger, noted.get(trigger.id)!) })),
      manager,
    );
    for (const [id, at] of byEvents) noted.set(id, Math.max(noted.get(id)!, at.getTime()));
    return noted;
  }
}
