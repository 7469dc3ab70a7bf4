import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { AlertDestinations, DestinationReferences, EventLog, EventRecorder } from '@app/deliveries';
import {
  destinationsOf,
  type DestinationReference,
  type EventWithDeliveries,
  type Firing,
  type LoggedEvent,
} from '@app/deliveries';
import { AppError } from '@app/errors';
import { lifetimeOf, type Lifetime, type Payload, type RetentionPolicy } from '@app/events';
import { keyInProgress, type IdempotencyKey } from '@app/idempotency';
import { Policies } from '@app/retention';
import { FireTrigger } from './fire-trigger.js';
import { checked } from './fire-trigger.js';
import { loggedEventWithDeliveries, type Answered } from './logged-event.js';
import { compilePayloadSchema } from './payload-schema.js';
import { columnsOf } from './trigger-columns.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { SavedTrigger } from './trigger-destinations.js';
import { Triggers } from './triggers.service.js';

const PATIENCE_MS = 15_000;
const TRIES = 5;
/** Destinations are made ahead of their event, which lives as long from its own beginning. */
const AHEAD_MS = 60_000;
const FOR_EVER = new Date('9999-12-31T00:00:00Z');

/** Events that a person makes: tests of triggers and drafts, events by hand, and replays. */
@Injectable()
export class ManualEvents {
  constructor(
    private readonly triggers: Triggers,
    private readonly fireTrigger: FireTrigger,
    private readonly references: DestinationReferences,
    private readonly alerts: AlertDestinations,
    private readonly recorder: EventRecorder,
    private readonly log: EventLog,
    private readonly policies: Policies,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Fires a saved trigger, paused or not, and waits up to 15 s for its deliveries. Throws as a firing does. */
  async test(projectId: string, triggerId: string, payload?: Payload): Promise<EventWithDeliveries> {
    const { id } = await this.fireTrigger.test(projectId, triggerId, payload);
    return this.log.getWhenEnded(projectId, id, PATIENCE_MS);
  }

  /** The same for a trigger that is not saved. Its inline destinations vanish with the event. Throws `invalid`. */
  async testDraft(
    projectId: string,
    draft: TriggerDefinition,
    payload?: Payload,
  ): Promise<EventWithDeliveries> {
    const columns = columnsOf(draft, this.clock.now());
    const check = columns.payload_schema ? compilePayloadSchema(columns.payload_schema) : undefined;
    const lifetime = lifetimeOf(this.config.retention.test);
    const firing = {
      ...this.firing(projectId, 'test', checked(columns.api_payload, payload, check)),
      draft: { name: columns.name, trigger_type: columns.trigger_type },
      labels: columns.labels,
      lifetime,
      destination_ids: await this.adHoc(projectId, draft.destinations ?? [], lifetime),
    };
    const recorded = await this.recorder.record(firing);
    return this.log.getWhenEnded(projectId, recorded!.id, PATIENCE_MS);
  }

  /**
   * An event by hand. With a trigger it belongs to that one and goes to its destinations unless others are named. With
   * a `key` that made an event before, answers that one, whatever has become of its trigger and destinations. Throws
   * `invalid`, also for a `trigger_id` that is none, `idempotency.key_reused`.
   */
  async create(
    projectId: string,
    event: { payload: Payload; trigger_id?: string; destinations?: DestinationReference[] },
    key?: IdempotencyKey,
  ): Promise<Answered<EventWithDeliveries>> {
    // Before anything is read or made, since inline destinations are made ahead of the event.
    const first = key && (await this.recorder.recall(projectId, key));
    if (first?.first) return loggedEventWithDeliveries(first.first, first);
    const saved =
      event.trigger_id === undefined ? undefined : await this.triggers.get(projectId, event.trigger_id);
    const own = saved?.trigger.retention ?? null;
    let lifetime = lifetimeOf(own);
    let destination_ids = saved?.destinations.map(({ id }) => id) ?? [];
    if (event.destinations) {
      lifetime = await this.resolved(projectId, own);
      destination_ids = await this.adHoc(projectId, event.destinations, lifetime);
    }
    const firing: Firing = {
      ...this.firing(projectId, 'manual', event.payload),
      ...(saved && {
        trigger: {
          id: saved.trigger.id,
          name: saved.trigger.name,
          trigger_type: saved.trigger.trigger_type,
          revision: null,
        },
        labels: saved.trigger.labels,
      }),
      lifetime,
      destination_ids,
      ...(key && { key }),
    };
    for (let tried = 0; tried < TRIES; tried++) {
      const recorded = await this.recorder.record(firing);
      if (recorded) return loggedEventWithDeliveries(firing, recorded);
    }
    throw keyInProgress(); // it was given free and taken again, time after time
  }

  /**
   * Without a payload the same event is delivered again; with one a new event is made that points back to it. Both go
   * where the event went, or to its trigger's destinations if it went nowhere. Throws `event.not_found`.
   */
  async replay(projectId: string, eventId: string, payload?: Payload): Promise<EventWithDeliveries> {
    const event = await this.log.get(projectId, eventId);
    const saved = await this.triggerOf(projectId, event.trigger_id);
    const otherwise = await this.otherwise(projectId, event, saved);
    if (payload === undefined) {
      await this.log.replay(projectId, event.id, otherwise);
      return this.log.get(projectId, event.id);
    }
    const { trigger_id, trigger_name, trigger_type } = event;
    const names = { name: trigger_name ?? '', trigger_type: trigger_type ?? '' };
    const lifetime = await this.resolved(projectId, saved?.trigger.retention ?? null);
    const destination_ids = destinationsOf(event.deliveries, otherwise);
    // those of an ad hoc event were to go with it
    await this.references.keepUntil(projectId, destination_ids, this.endOf(lifetime));
    const recorded = await this.recorder.record({
      ...this.firing(projectId, 'replay', payload),
      trigger: trigger_id === null ? null : { id: trigger_id, ...names, revision: null },
      ...(trigger_name !== null && { draft: names }),
      labels: event.labels,
      lifetime,
      destination_ids,
      replay_of: event.id,
    });
    return this.log.get(projectId, recorded!.id);
  }

  private firing(projectId: string, source: Firing['source'], payload: Payload): Firing {
    return {
      project_id: projectId,
      trigger: null,
      source,
      payload,
      labels: {},
      scheduled_for: null,
      lifetime: null,
      destination_ids: [],
      replay_of: null,
    };
  }

  private async adHoc(
    projectId: string,
    references: DestinationReference[],
    lifetime: Lifetime,
  ): Promise<string[]> {
    const until = this.endOf(lifetime);
    const { destinations } = await this.references.resolve(projectId, references, undefined, until);
    const ids = destinations.map(({ id }) => id);
    await this.references.keepUntil(projectId, ids, until);
    return ids;
  }

  /** For an event whose destinations have to know ahead how long it will live; the firing is given the same. */
  private async resolved(projectId: string, own: RetentionPolicy | null): Promise<Lifetime> {
    return lifetimeOf(own ?? (await this.policies.get(projectId)));
  }

  private endOf({ deleteAfterMs }: Lifetime): Date {
    return deleteAfterMs === null ? FOR_EVER : new Date(this.clock.now() + deleteAfterMs + AHEAD_MS);
  }

  /** Where an event that went nowhere goes when it is replayed: where one of its trigger would go today. */
  private async otherwise(
    projectId: string,
    { source }: LoggedEvent,
    saved: SavedTrigger | undefined,
  ): Promise<string[]> {
    if (source !== 'alert') return (saved?.destinations ?? []).map(({ id }) => id);
    const own = saved?.alertDestinations ?? [];
    return (own.length > 0 ? own : await this.alerts.get(projectId)).map(({ id }) => id);
  }

  private async triggerOf(projectId: string, triggerId: string | null): Promise<SavedTrigger | undefined> {
    if (triggerId === null) return undefined;
    try {
      return await this.triggers.get(projectId, triggerId);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found') return undefined; // its events stay
      throw error;
    }
  }
}
