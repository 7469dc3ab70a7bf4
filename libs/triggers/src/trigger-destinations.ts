import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DestinationReferences } from '@app/deliveries';
import { type DestinationSummary } from '@app/deliveries';
import { TriggerDestinationsRepository } from './trigger-destinations.repository.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { Trigger } from './trigger.entity.js';

/** A trigger with what it shows of its destinations; `secrets` has those of the ones made along with it, by id. */
export interface SavedTrigger {
  trigger: Trigger;
  destinations: DestinationSummary[];
  alertDestinations: DestinationSummary[];
  secrets?: Map<string, string>;
}

/** Where the events of triggers go, and where alerts about them do. */
@Injectable()
export class TriggerDestinations {
  constructor(
    private readonly repository: TriggerDestinationsRepository,
    private readonly references: DestinationReferences,
  ) {}

  /** Gives a trigger the destinations of a definition, and makes those that are inline. Throws `invalid`. */
  async assign(
    trigger: Trigger,
    definition: TriggerDefinition,
    manager: EntityManager,
  ): Promise<SavedTrigger> {
    const resolve = (field: 'destinations' | 'alert_destinations') =>
      this.references.resolve(trigger.project_id, definition[field] ?? [], manager, null, `/${field}`);
    const own = await resolve('destinations');
    const alerts = await resolve('alert_destinations');
    const saved = {
      trigger,
      destinations: own.destinations.map(summaryOf),
      alertDestinations: alerts.destinations.map(summaryOf),
    };
    await this.set([saved], manager);
    return { ...saved, secrets: new Map([...own.secrets, ...alerts.secrets]) };
  }

  /** Gives each trigger the destinations that it is shown with, which are stored already. */
  async set(triggers: SavedTrigger[], manager: EntityManager): Promise<void> {
    const [own, alerts] = (['destinations', 'alertDestinations'] as const).map((field) =>
      triggers.map((saved) => ({ trigger: saved.trigger, ids: saved[field].map(idOf) })),
    );
    await this.repository.set('trigger_destinations', own!, manager);
    await this.repository.set('trigger_alert_destinations', alerts!, manager);
  }

  /** Triggers as they are shown, in their order. */
  async shown(triggers: Trigger[], manager?: EntityManager): Promise<SavedTrigger[]> {
    const ids = triggers.map(idOf);
    const destinations = await this.repository.of('trigger_destinations', ids, manager);
    const alertDestinations = await this.repository.of('trigger_alert_destinations', ids, manager);
    return triggers.map((trigger) => ({
      trigger,
      destinations: destinations.get(trigger.id)!,
      alertDestinations: alertDestinations.get(trigger.id)!,
    }));
  }
}

function idOf({ id }: { id: string }): string {
  return id;
}

export function summaryOf({ id, name, kind, url }: DestinationSummary): DestinationSummary {
  return { id, name, kind, url };
}
