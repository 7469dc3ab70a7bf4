import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { isUuid } from '@app/clock';
import { Config } from '@app/config';
import { EventRecorder } from '@app/deliveries';
import { type Firing, type LoggedEvent } from '@app/deliveries';
import { AppError, conflict, invalid, notFound, unavailable } from '@app/errors';
import { lifetimeOf, type EventSource, type Payload } from '@app/events';
import type { IdempotencyKey } from '@app/idempotency';
import { loggedEvent, type Answered } from './logged-event.js';
import { hashHookToken } from './hook-token.js';
import { compilePayloadSchema, type PayloadCheck } from './payload-schema.js';
import { TriggersRepository } from './triggers.repository.js';
import { type FiringTrigger } from './triggers.repository.js';

/** A trigger as it was when it was read, with its payload check compiled. */
interface Snapshot {
  trigger: FiringTrigger;
  check: PayloadCheck | undefined;
}

const KEPT_IN_MEMORY = 2000;
const TRIES = 5;

/**
 * Fires one trigger, by API call, by hook or as a test. Triggers are kept in memory without any word from other
 * processes: a firing that was decided on a trigger that has changed since is not written (its revision differs), and
 * is decided again.
 */
@Injectable()
export class FireTrigger {
  private readonly snapshots = new LRUCache<string, Snapshot>({ max: KEPT_IN_MEMORY });
  private readonly hooks = new LRUCache<string, { project_id: string; id: string }>({ max: KEPT_IN_MEMORY });

  constructor(
    private readonly repository: TriggersRepository,
    private readonly recorder: EventRecorder,
    private readonly config: Config,
  ) {}

  /**
   * Settles after the commit. `payload` replaces the trigger's own. With a `key` that made an event before, answers
   * that one, whatever the trigger has become since. Throws `trigger.not_found`, `trigger.paused`, `trigger.archived`,
   * `invalid` for a payload that does not fit the trigger's schema, `idempotency.key_reused`, `unavailable`.
   */
  async fire(
    projectId: string,
    id: string,
    source: 'api' | 'hook',
    payload?: Payload,
    key?: IdempotencyKey,
  ): Promise<Answered<LoggedEvent>> {
    for (let tried = 0; tried < TRIES; tried++) {
      const firing = await this.decide(projectId, id, source, payload).catch((refusal: unknown) =>
        this.recall(projectId, key, refusal),
      );
      if ('id' in firing) return firing;
      const recorded = await this.recorder.record(key ? { ...firing, key } : firing);
      if (recorded) return loggedEvent(firing, recorded);
      this.snapshots.delete(id);
    }
    throw unavailable('trigger.changing', 'The trigger kept changing. Try again.');
  }

  /** Fires by the token of a hook URL; an unknown one throws `hook.not_found`. */
  async fireHook(token: string, payload?: Payload, key?: IdempotencyKey): Promise<Answered<LoggedEvent>> {
    const hash = hashHookToken(token);
    const hook = hash.toString('base64');
    const found = this.hooks.get(hook) ?? (await this.repository.findByHook(hash));
    if (!found) {
      const first = key && (await this.recorder.recallOfAnyProject(key));
      if (first?.first) return loggedEvent(first.first, first);
      throw notFound('hook');
    }
    this.hooks.set(hook, found);
    try {
      return await this.fire(found.project_id, found.id, 'hook', payload, key);
    } catch (error) {
      // Deleted or of another type since: the token is as unknown as any other.
      if (!(error instanceof AppError) || error.kind !== 'not_found') throw error;
      this.hooks.delete(hook);
      throw notFound('hook');
    }
  }

  /** A firing by hand: works on a paused trigger, and the event lives only as long as a test's. */
  async test(projectId: string, id: string, payload?: Payload): Promise<LoggedEvent> {
    const { trigger, check } = await this.load(projectId, id);
    const firing = firingOf(trigger, 'test', checked(trigger.api_payload, payload, check));
    firing.lifetime = lifetimeOf(this.config.retention.test);
    firing.trigger!.revision = null;
    return loggedEvent(firing, (await this.recorder.record(firing))!);
  }

  /** A refusal is no answer to a key that has one already. Only here is it looked up: a firing pays nothing for it. */
  private async recall(
    projectId: string,
    key: IdempotencyKey | undefined,
    refusal: unknown,
  ): Promise<Answered<LoggedEvent>> {
    const first = key && refusal instanceof AppError && (await this.recorder.recall(projectId, key));
    if (first && first.first) return loggedEvent(first.first, first);
    throw refusal;
  }

  /** A refusal is only ever given on a trigger that was read just now. */
  private async decide(
    projectId: string,
    id: string,
    source: EventSource,
    payload?: Payload,
  ): Promise<Firing> {
    const kept = this.snapshots.get(id);
    if (kept?.trigger.project_id === projectId) {
      try {
        return firable(kept, source, payload);
      } catch {
        this.snapshots.delete(id);
      }
    }
    const snapshot = await this.load(projectId, id);
    const firing = firable(snapshot, source, payload);
    this.snapshots.set(id, snapshot);
    return firing;
  }

  private async load(projectId: string, id: string): Promise<Snapshot> {
    const trigger = isUuid(id) ? await this.repository.findForFiring(projectId, id) : undefined;
    if (!trigger) throw notFound('trigger');
    return {
      trigger,
      check: trigger.payload_schema ? compilePayloadSchema(trigger.payload_schema) : undefined,
    };
  }
}

function firable({ trigger, check }: Snapshot, source: EventSource, payload?: Payload): Firing {
  if (source === 'hook' && trigger.trigger_type !== 'api') throw notFound('hook');
  if (trigger.archived)
    throw conflict('trigger.archived', 'The trigger is archived. Unarchive it to fire it.');
  if (!trigger.enabled) throw conflict('trigger.paused', 'The trigger is paused. Resume it to fire it.');
  return firingOf(trigger, source, checked(trigger.api_payload, payload, check));
}

/** The payload of a firing, the trigger's own if none is given. Throws `invalid` when it does not fit. */
export function checked(own: Payload, given: Payload | undefined, check: PayloadCheck | undefined): Payload {
  const payload = given ?? own;
  const faults = check?.(payload) ?? [];
  if (faults.length > 0) throw invalid(faults);
  return payload;
}

function firingOf(trigger: FiringTrigger, source: EventSource, payload: Payload): Firing {
  return {
    project_id: trigger.project_id,
    trigger: {
      id: trigger.id,
      name: trigger.name,
      trigger_type: trigger.trigger_type,
      revision: trigger.revision,
    },
    source,
    payload,
    labels: trigger.labels,
    scheduled_for: null,
    lifetime: lifetimeOf(trigger.retention),
    destination_ids: trigger.destination_ids,
    replay_of: null,
  };
}
