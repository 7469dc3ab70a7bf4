import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid } from '@app/clock';
import { Database } from '@app/database';
import { isDuplicate, LIST_PATIENCE_MS, readCursor, toLookedPage, type Page } from '@app/database';
import { DeliveryQueue } from '@app/deliveries';
import { type DeliveryRef } from '@app/deliveries';
import { conflict, notFound, preconditionFailed } from '@app/errors';
import { SecretBox } from '@app/secrets';
import { alterTrigger } from './alter-trigger.js';
import { audited } from './audited.js';
import { DueSoon } from './due-soon.js';
import { DueTriggers } from './due-triggers.js';
import { giveHook } from './hook-token.js';
import { newTrigger } from './new-trigger.js';
import { OccurrencesRepository } from './occurrences.repository.js';
import { SortedTriggers } from './sorted-triggers.js';
import { columnsOf, definitionOf } from './trigger-columns.js';
import type { TriggerDefinition } from './trigger-definition.js';
import { TriggerDestinations } from './trigger-destinations.js';
import { type SavedTrigger } from './trigger-destinations.js';
import type { Trigger } from './trigger.entity.js';
import { TriggersRepository } from './triggers.repository.js';
import { type TriggerFilter } from './trigger-filter.js';
import { NEWEST_FIRST, type TriggerSort } from './trigger-sort.js';
import { Watchdog } from './watch/watchdog.js';

/** Making, changing and removing triggers. Firing them is {@link FireTrigger} and {@link DueTriggers}. */
@Injectable()
export class Triggers {
  constructor(
    private readonly repository: TriggersRepository,
    private readonly sorted: SortedTriggers,
    private readonly destinations: TriggerDestinations,
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

  /** Throws `invalid`, and `trigger.external_key_taken`. Nothing is stored then. */
  async create(projectId: string, definition: TriggerDefinition): Promise<SavedTrigger> {
    const now = this.clock.now();
    const trigger = newTrigger(projectId, columnsOf(definition, now), now);
    giveHook(trigger, this.secrets);
    const saved = await this.transaction(async (manager) => {
      await this.repository.insert(trigger, manager);
      const made = await this.destinations.assign(trigger, definition, manager);
      await this.record('trigger.created', trigger, null, audited(made), manager);
      return made;
    });
    await this.dueSoon.tell([saved.trigger], now);
    return saved;
  }

  /**
   * A page may be short and yet go on, as one of events. Throws `invalid` for a cursor that no list in this order has given
   * out, and `list.too_slow`.
   */
  async list(
    projectId: string,
    filter: TriggerFilter,
    limit: number,
    { sort = NEWEST_FIRST, cursor }: { sort?: TriggerSort; cursor?: string } = {},
  ): Promise<Page<SavedTrigger>> {
    const { data, next_cursor } =
      sort === NEWEST_FIRST
        ? await this.newestFirst(projectId, filter, limit, cursor)
        : await this.sorted.page(projectId, filter, limit, { sort, cursor });
    return { data: await this.destinations.shown(data), next_cursor };
  }

  /** Throws `trigger.not_found`. */
  async get(projectId: string, id: string): Promise<SavedTrigger> {
    const trigger = isUuid(id) ? await this.repository.find(projectId, id) : null;
    if (!trigger) throw notFound('trigger');
    return this.shown(trigger);
  }

  /**
   * `change` gets the present definition, locked, and answers the new one. What was due under the old definition is
   * fired or told first, in the same transaction; a schedule that stays equal is not armed again. Throws
   * `trigger.not_found`, `invalid`, `trigger.external_key_taken`; `precondition.failed` unless its revision is one of
   * `expected`, if that is given.
   */
  change(
    projectId: string,
    id: string,
    change: (present: TriggerDefinition) => TriggerDefinition,
    expected?: number[],
  ): Promise<SavedTrigger> {
    return this.locked(projectId, id, async (trigger, now, manager) => {
      const present = await this.shown(trigger, manager);
      const before = audited(present);
      const definition = change(definitionOf(present));
      const columns = columnsOf(definition, now);
      expectRevision(trigger, expected);
      await this.occurrences.noteSkipped(alterTrigger(trigger, columns, now), manager);
      giveHook(trigger, this.secrets);
      await this.save(trigger, manager);
      const saved = await this.destinations.assign(trigger, definition, manager);
      await this.record('trigger.updated', trigger, before, audited(saved), manager);
      return saved;
    });
  }

  /** Pauses, resumes, archives or brings back. Throws `trigger.not_found`. */
  set(
    projectId: string,
    id: string,
    state: Partial<Pick<Trigger, 'enabled' | 'archived'>>,
  ): Promise<SavedTrigger> {
    return this.locked(projectId, id, async (trigger, now, manager) => {
      const saved = await this.shown(trigger, manager);
      const before = audited(saved);
      const skipped = alterTrigger(trigger, state, now);
      await this.occurrences.noteSkipped(skipped, manager);
      await this.save(trigger, manager);
      await this.record('trigger.updated', trigger, before, audited(saved), manager);
      return saved;
    });
  }

  /** Its events stay. Throws `trigger.not_found`, and `precondition.failed` as {@link change} does. */
  async delete(projectId: string, id: string, expected?: number[]): Promise<void> {
    if (!isUuid(id)) throw notFound('trigger');
    await this.transaction(async (manager) => {
      const trigger = await this.repository.findForUpdate(projectId, id, manager);
      if (!trigger) throw notFound('trigger');
      expectRevision(trigger, expected);
      const before = audited(await this.shown(trigger, manager));
      await this.repository.delete(trigger, manager);
      await this.record('trigger.deleted', trigger, before, null, manager);
    });
  }

  /** The token in a trigger's hook URL; null for a trigger without one. */
  hookToken({ hook_token_sealed }: Trigger): string | null {
    return hook_token_sealed === null ? null : this.secrets.open(hook_token_sealed);
  }

  private async newestFirst(
    projectId: string,
    filter: TriggerFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Trigger>> {
    const after = readCursor(cursor);
    const rows = await this.repository.list(projectId, filter, limit + 1, LIST_PATIENCE_MS, after);
    return toLookedPage(rows, limit);
  }

  private async locked(
    projectId: string,
    id: string,
    work: (trigger: Trigger, now: number, manager: EntityManager) => Promise<SavedTrigger>,
  ): Promise<SavedTrigger> {
    if (!isUuid(id)) throw notFound('trigger');
    let settled: DeliveryRef[] = [];
    const saved = await this.transaction(async (manager) => {
      if (!(await this.repository.findForUpdate(projectId, id, manager))) throw notFound('trigger');
      const { refs, now } = await this.due.settleThese([id], manager);
      settled = [...refs, ...(await this.watchdog.lookAtThese([id], manager))];
      const trigger = await this.repository.findForUpdate(projectId, id, manager);
      return work(trigger!, now, manager);
    });
    this.queue.handOver(settled);
    await this.dueSoon.tell([saved.trigger], this.clock.now());
    return saved;
  }

  private async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (isDuplicate(error, 'triggers_external_key'))
        throw conflict('trigger.external_key_taken', 'Another trigger of the project has this external_key.');
      throw error;
    }
  }

  private record(
    action: string,
    { id, project_id }: Trigger,
    before: object | null,
    after: object | null,
    manager: EntityManager,
  ): Promise<void> {
    return this.audit.record(
      { action, project_id, target_kind: 'trigger', target_id: id, before, after },
      manager,
    );
  }

  private async save(trigger: Trigger, manager: EntityManager): Promise<void> {
    trigger.updated_at = new Date(this.clock.now());
    await this.repository.update(trigger, manager);
  }

  private async shown(trigger: Trigger, manager?: EntityManager): Promise<SavedTrigger> {
    const [saved] = await this.destinations.shown([trigger], manager);
    return saved!;
  }
}

/** Of a trigger that is held locked: of two that expect the same revision only the first finds it. */
function expectRevision({ revision }: Trigger, expected: number[] | undefined): void {
  if (expected && !expected.includes(revision)) throw preconditionFailed();
}
