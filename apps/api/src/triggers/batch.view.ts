import type { DestinationSummary } from '@app/deliveries';
import type { BatchOutcome, BatchPlan } from '@app/triggers';
import { scheduleInWords } from '@app/triggers';

export class BatchedDestinationView {
  /** UUIDv7 of the destination; null of one that a dry run does not make. */
  id!: string | null;
  /** For people. */
  name!: string;
  /** Where events are sent; null of a queue. */
  url!: string | null;
  /** The signing secret (`whsec_…`) of a destination that this batch made, in this answer and in no other. */
  secret?: string;
}

export class BatchedTriggerView {
  /** UUIDv7; null of one that a dry run does not make. */
  id!: string | null;
  /** Your own name for it. */
  external_key!: string;
  /** For people. */
  name!: string;
  /** What the batch does to it. */
  outcome!: BatchOutcome;
  /** Its schedule in words. */
  schedule!: string;
  /** When it fires by itself next; null when it does not. */
  next_fire_at!: Date | null;
  /** Where its events go. */
  destinations!: BatchedDestinationView[];
  /** Where alerts about it go. */
  alert_destinations!: BatchedDestinationView[];
}

export class BatchView {
  /** How many triggers are new. */
  created!: number;
  /** How many are other than they were. */
  updated!: number;
  /** How many were like this already; nothing is written of them. */
  unchanged!: number;
  /** In the order of the request. */
  triggers!: BatchedTriggerView[];
}

/** What a batch did, or, as a dry run, what it would do. */
export function batchView({ triggers, made }: BatchPlan, isDryRun: boolean): BatchView {
  const secrets = new Map(made.map(({ destination, secret }) => [destination.id, secret]));
  const shown = ({ id, name, url }: DestinationSummary): BatchedDestinationView => {
    const secret = secrets.get(id);
    if (secret === undefined) return { id, name, url };
    if (isDryRun) return { id: null, name, url };
    return { id, name, url, ...(secret !== null && { secret }) };
  };
  const count = (outcome: BatchOutcome) => triggers.filter((one) => one.outcome === outcome).length;
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    triggers: triggers.map(({ outcome, trigger, destinations, alertDestinations }) => ({
      id: isDryRun && outcome === 'created' ? null : trigger.id,
      external_key: trigger.external_key!,
      name: trigger.name,
      outcome,
      schedule: scheduleInWords(trigger),
      next_fire_at: trigger.enabled && !trigger.archived ? trigger.next_fire_at : null,
      destinations: destinations.map(shown),
      alert_destinations: alertDestinations.map(shown),
    })),
  };
}
