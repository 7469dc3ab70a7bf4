import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { type AuditRecord } from '@app/auth';
import { Clock } from '@app/clock';
import { Pace } from '@app/clock';
import { Database } from '@app/database';
import { DeliveryQueue, DestinationBatch } from '@app/deliveries';
import { type DeliveryRef, type DestinationReference } from '@app/deliveries';
import { AppError, invalid, unavailable, type Fault } from '@app/errors';
import { SecretBox } from '@app/secrets';
import { alterTrigger } from './alter-trigger.js';
import { audited } from './audited.js';
import { planOf, type BatchPlan, type PlannedTrigger, type WantedTrigger } from './batch-plan.js';
import { DueSoon } from './due-soon.js';
import { DueTriggers } from './due-triggers.js';
import { giveHook } from './hook-token.js';
import { OccurrencesRepository } from './occurrences.repository.js';
import { TriggerBatchRepository } from './trigger-batch.repository.js';
import { columnsOf } from './trigger-columns.js';
import type { TriggerDefinition } from './trigger-definition.js';
import { TriggerDestinations } from './trigger-destinations.js';
import { Watchdog } from './watch/watchdog.js';

/** A trigger that its own name in the project is said of. */
export type KeyedDefinition = TriggerDefinition & { external_key: string };

const TRIES = 5;
const MOST_FAULTS = 100;

/** Somebody stored a trigger with one of the new keys meanwhile. */
class KeyTakenMeanwhile extends Error {}

/**
 * Creates or replaces many triggers by their `external_key`, all of them or none. Those that exist are locked first, in
 * the order of their keys, then the new ones are inserted, in that order too; if one of them has come to exist since,
 * it all begins again, because a lock that is taken out of order can wait in a circle.
 */
@Injectable()
export class TriggerBatch {
  constructor(
    private readonly rows: TriggerBatchRepository,
    private readonly lists: TriggerDestinations,
    private readonly destinations: DestinationBatch,
    private readonly occurrences: OccurrencesRepository,
    private readonly due: DueTriggers,
    private readonly dueSoon: DueSoon,
    private readonly watchdog: Watchdog,
    private readonly queue: DeliveryQueue,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers in the order given. Throws `invalid` with pointers below `/triggers/{index}`; nothing is stored then. The
   * keys have to differ from each other.
   */
  async save(projectId: string, definitions: KeyedDefinition[]): Promise<BatchPlan> {
    const wanted = await this.wanted(definitions);
    await this.due.catchUp(await this.rows.behind(projectId, keysOf(wanted)));
    for (let tried = 0; tried < TRIES; tried++) {
      const saved = await this.write(projectId, wanted).catch((error: unknown) => {
        if (error instanceof KeyTakenMeanwhile) return undefined;
        throw error;
      });
      if (!saved) continue;
      this.queue.handOver(saved.settled);
      const changed = saved.plan.triggers.filter(({ outcome }) => outcome !== 'unchanged');
      await this.dueSoon.tell(
        changed.map(({ trigger }) => trigger),
        this.clock.now(),
      );
      return saved.plan;
    }
    throw unavailable('trigger.changing', 'Triggers of the batch kept being created elsewhere. Try again.');
  }

  /** What {@link save} would do. Throws the same; nothing is stored. */
  async plan(projectId: string, definitions: KeyedDefinition[]): Promise<BatchPlan> {
    const wanted = await this.wanted(definitions);
    return this.database.snapshot(async (manager) => {
      const plan = await this.planWithin(projectId, wanted, false, manager);
      for (const { outcome, trigger, columns } of plan.triggers)
        if (outcome === 'updated') alterTrigger(trigger, columns, this.clock.now());
      return plan;
    });
  }

  /** Compiles what has to be compiled before a transaction begins. */
  private async wanted(definitions: KeyedDefinition[]): Promise<WantedTrigger[]> {
    const now = this.clock.now();
    const faults: Fault[] = [];
    const wanted: WantedTrigger[] = [];
    const pace = new Pace();
    for (const [index, definition] of definitions.entries()) {
      await pace.pauseIfDue();
      if (faults.length >= MOST_FAULTS) break;
      try {
        const {
          external_key: key,
          destinations = [],
          alert_destinations: alertDestinations = [],
        } = definition;
        wanted.push({ columns: columnsOf(definition, now), key, destinations, alertDestinations });
      } catch (error) {
        if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
        faults.push(...error.faults.map((one) => ({ ...one, pointer: `/triggers/${index}${one.pointer}` })));
      }
    }
    if (faults.length > 0) throw invalid(faults);
    return wanted;
  }

  private write(projectId: string, wanted: WantedTrigger[]) {
    return this.database.transaction(async (manager) => {
      const plan = await this.planWithin(projectId, wanted, true, manager);
      const [created, updated] = (['created', 'updated'] as const).map((outcome) =>
        plan.triggers.filter((one) => one.outcome === outcome),
      ) as [PlannedTrigger[], PlannedTrigger[]];
      await this.create(created, manager);
      const settled = await this.update(updated, manager);
      await this.destinations.keep(plan.made, manager);
      const changed = [...created, ...updated];
      await this.lists.set(changed, manager);
      await this.audit.recordAll(changed.map(changeOf), manager);
      return { plan, settled };
    });
  }

  private async planWithin(
    projectId: string,
    wanted: WantedTrigger[],
    locked: boolean,
    manager: EntityManager,
  ): Promise<BatchPlan> {
    const keys = keysOf(wanted);
    const present = locked
      ? await this.rows.findByKeysForUpdate(projectId, keys, manager)
      : await this.rows.findByKeys(projectId, keys, manager);
    const shown = await this.lists.shown(present, manager);
    const byKey = new Map(shown.map((saved) => [saved.trigger.external_key, saved]));
    const lists = wanted.flatMap(({ key, destinations, alertDestinations }, index) => {
      const found = byKey.get(key);
      const list = (field: string, references: DestinationReference[], has: { id: string }[] = []) => ({
        pointer: `/triggers/${index}/${field}`,
        references,
        present: has.map(({ id }) => id),
      });
      return [
        list('destinations', destinations, found?.destinations),
        list('alert_destinations', alertDestinations, found?.alertDestinations),
      ];
    });
    const resolved = await this.destinations.resolve(projectId, lists, manager);
    return planOf(projectId, wanted, byKey, resolved, this.clock.now());
  }

  private async create(created: PlannedTrigger[], manager: EntityManager): Promise<void> {
    if (created.length === 0) return;
    const triggers = created.map(({ trigger }) => trigger);
    for (const trigger of triggers) giveHook(trigger, this.secrets);
    if ((await this.rows.insert(triggers, manager)) < triggers.length) throw new KeyTakenMeanwhile();
  }

  /** What was due under the old definitions is dealt with first; answers the deliveries to hand over. */
  private async update(updated: PlannedTrigger[], manager: EntityManager): Promise<DeliveryRef[]> {
    if (updated.length === 0) return [];
    const ids = updated.map(({ trigger }) => trigger.id);
    const { refs: settled, now } = await this.due.settleThese(ids, manager);
    settled.push(...(await this.watchdog.lookAtThese(ids, manager)));
    const fresh = new Map((await this.rows.findByIds(ids, manager)).map((trigger) => [trigger.id, trigger]));
    const skipped = updated.flatMap((one) => {
      one.trigger = fresh.get(one.trigger.id)!;
      return alterTrigger(one.trigger, one.columns, now);
    });
    for (const { trigger } of updated) {
      giveHook(trigger, this.secrets);
      trigger.updated_at = new Date(now);
    }
    await this.occurrences.noteSkipped(skipped, manager);
    await this.rows.update(
      updated.map(({ trigger }) => trigger),
      manager,
    );
    return settled;
  }
}

function keysOf(wanted: WantedTrigger[]): string[] {
  return wanted.map(({ key }) => key);
}

function changeOf({ outcome, before, ...saved }: PlannedTrigger): AuditRecord {
  const { trigger } = saved;
  return {
    action: `trigger.${outcome}`,
    project_id: trigger.project_id,
    target_kind: 'trigger',
    target_id: trigger.id,
    before,
    after: audited(saved),
  };
}
