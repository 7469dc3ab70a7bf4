import { archiveBucket, ACTIVE, lifetimeOf } from '@app/events';
import type { EventSource, Lifetime, RetentionPolicy } from '@app/events';

/** What decides how long an event is kept. */
export interface ResolvedEvent {
  source: EventSource;
  trigger_id: string | null;
}

/** Who may say how long events of a project are kept, the nearest first: triggers by id, the project, the installation. */
export interface PolicyLevels {
  triggers: ReadonlyMap<string, RetentionPolicy>;
  project: RetentionPolicy | null;
  installation: RetentionPolicy;
  test: RetentionPolicy;
}

/** The lifetime that an event like this one gets when it is made now. */
export function resolvedLifetime({ source, trigger_id }: ResolvedEvent, levels: PolicyLevels): Lifetime {
  if (source === 'test') return lifetimeOf(levels.test);
  const own = trigger_id === null ? undefined : levels.triggers.get(trigger_id);
  return lifetimeOf(own ?? levels.project ?? levels.installation);
}

/**
 * Where an event lies once it has a lifetime. What is active stays so until it is archived in time, and what is archived
 * stays archived. One that has expired by its new lifetime stays where it is, to go from there.
 */
export function bucketWith({ deleteAfterMs }: Lifetime, bucket: number, ageMs: number): number {
  const endMs = deleteAfterMs ?? Infinity;
  return bucket === ACTIVE || endMs <= ageMs ? bucket : archiveBucket(endMs);
}
