import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { DeliveryQueue, ScheduledEventsRepository } from '@app/deliveries';
import { type DeliveryRef, type ScheduledFiring } from '@app/deliveries';
import { lifetimeOf } from '@app/events';
import { DueTriggersRepository } from './due-triggers.repository.js';
import { type DueTrigger } from './due-triggers.repository.js';
import { OccurrencesRepository } from './occurrences.repository.js';
import { settleTrigger, type SettledTrigger } from './settle-trigger.js';

const MOST_FIRINGS = 2000;
/** Triggers that are caught up with in one transaction ahead of a longer one. */
const AHEAD = 50;

/** Fires what is due by schedule. */
@Injectable()
export class DueTriggers {
  constructor(
    private readonly repository: DueTriggersRepository,
    private readonly occurrences: OccurrencesRepository,
    private readonly events: ScheduledEventsRepository,
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /**
   * One bounded batch in one transaction: the events are written and the triggers moved on together, or neither. Safe
   * in any number of processes. `settled` counts triggers, `skipped` occurrences that do not fire; `isFull` says that the
   * bounds ended it, so that there is probably more.
   */
  async runOnce(
    limit: number,
  ): Promise<{ settled: number; fired: number; skipped: number; isFull: boolean }> {
    const { refs, claimed, ...counts } = await this.database.transaction(async (manager) => {
      const due = await this.repository.claim(limit, manager);
      return { claimed: due.length, ...(await this.settle(due, manager)) };
    });
    this.queue.handOver(refs);
    return { ...counts, isFull: claimed === limit || counts.settled < claimed };
  }

  /**
   * Deals with what is due of these triggers in transactions of a bounded size, so that little of it is left to
   * {@link settleThese} in a longer one.
   */
  async catchUp(ids: string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AHEAD) {
      const some = ids.slice(from, from + AHEAD);
      for (let isDone = false; !isDone;) {
        const { refs, settled, claimed } = await this.database.transaction(async (manager) => {
          const due = await this.repository.lockThese(some, manager);
          return { claimed: due.length, ...(await this.settle(due, manager)) };
        });
        this.queue.handOver(refs);
        isDone = settled === claimed;
      }
    }
  }

  /**
   * Deals with what is due of triggers that the caller has locked; answers the deliveries to hand over after, and `now`, by
   * PostgreSQL's clock: what comes up until then has been dealt with and nothing later has, by whoever held them before.
   * The transaction's own time would not do, since it may have waited for the locks.
   */
  async settleThese(ids: string[], manager: EntityManager): Promise<{ refs: DeliveryRef[]; now: number }> {
    const all: DeliveryRef[] = [];
    const now = await this.repository.time(manager);
    let left = await this.repository.claimThese(ids, now, manager);
    while (left.length > 0) {
      const { settled, refs } = await this.settle(left, manager);
      for (const ref of refs) all.push(ref);
      left = left.slice(settled);
    }
    return { refs: all, now: now.getTime() };
  }

  /** Milliseconds until the next trigger is due; null when none is waiting. */
  nextDueIn(): Promise<number | null> {
    return this.repository.nextDueIn();
  }

  private async settle(claimed: DueTrigger[], manager: EntityManager) {
    const due = settleBounded(claimed);
    const firings = due.flatMap(({ trigger, fire }) =>
      fire.map((occurrence) => firingOf(trigger, occurrence)),
    );
    const skipped = due.flatMap((one) => one.skipped);
    const { written, deliveries } = await this.events.write(firings, manager);
    await this.occurrences.noteSkipped(skipped, manager);
    const advances = due.map(({ trigger: { id }, fire, next }) => ({ id, fired: fire.length, ...next }));
    const advanced = advances.length > 0 ? await this.repository.advance(advances, manager) : 0;
    if (advanced !== due.length || written !== firings.length)
      throw new Error(`Claimed ${due.length} due triggers but moved ${advanced} on; nothing of it is kept.`);
    return {
      settled: due.length,
      fired: firings.length,
      skipped: skipped.reduce((sum, { count }) => sum + count, 0),
      refs: deliveries,
    };
  }
}

/** So many as one transaction may write; the others stay due, not looked at. One trigger alone may catch up with more. */
function settleBounded(claimed: DueTrigger[]): (SettledTrigger & { trigger: DueTrigger })[] {
  const due: ReturnType<typeof settleBounded> = [];
  let firings = 0;
  for (const trigger of claimed) {
    const settled = settleTrigger(trigger);
    firings += settled.fire.length;
    if (firings > MOST_FIRINGS && due.length > 0) break;
    due.push({ trigger, ...settled });
  }
  return due;
}

function firingOf(trigger: DueTrigger, occurrence: Date): ScheduledFiring {
  return {
    trigger_id: trigger.id,
    project_id: trigger.project_id,
    scheduled_for: occurrence,
    lifetime: lifetimeOf(trigger.retention),
    destination_ids: trigger.destination_ids,
  };
}
