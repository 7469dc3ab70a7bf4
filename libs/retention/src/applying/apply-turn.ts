import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { uuidV7Floor } from '@app/clock';
import { Config } from '@app/config';
import { EventMover, type Staying } from '@app/deliveries';
import { ACTIVE, type Lifetime } from '@app/events';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { AdHocDestinationsRepository } from './ad-hoc-destinations.repository.js';
import { AppliedEventsRepository } from './applied-events.repository.js';
import { type EventTimes, type LockedEvent } from './applied-events.repository.js';
import { bucketWith, resolvedLifetime } from './resolve.js';
import type { ApplyTurn, DueApply } from './apply-run.js';

/**
 * Events are gone through in the order of their ids, which are made a little before their commit. The page ends so long
 * ago that what has such an id is committed, and a run ends with what was made until just after its start.
 */
const COMMITTED_MS = 2000;
const SLACK_MS = 1000;
/** Until a delivery that is being tried may have ended. */
const UNDER_WAY_MS = 1000;

/** An event with the times and the place that it is to have. */
interface Resolved extends LockedEvent, EventTimes {
  to: number;
}

/** What a worker does with a run at a time: it resolves the next events anew. */
@Injectable()
export class ApplyTurnWork {
  constructor(
    private readonly events: AppliedEventsRepository,
    private readonly policies: PoliciesRepository,
    private readonly mover: EventMover,
    private readonly destinations: AdHocDestinationsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Within the transaction that holds the run. */
  async run(run: DueApply, limit: number, manager: EntityManager): Promise<ApplyTurn> {
    const end = run.started_at.getTime() + SLACK_MS;
    const committed = this.clock.now() - COMMITTED_MS;
    const before = uuidV7Floor(Math.min(end, committed));
    const ids = await this.events.page(run, run.position, before, limit, manager);
    const { changed, left } = ids.length > 0 ? await this.apply(run, ids, manager) : { changed: 0, left: [] };
    // what has to wait is where the next turn begins, with all that comes after
    const first = ids.findIndex((id) => left.includes(id));
    const done = first === -1 ? ids.length : first;
    const position = done > 0 ? ids[done - 1]! : run.position;
    if (first !== -1) return { position, done, changed, dueInMs: UNDER_WAY_MS };
    if (ids.length === limit) return { position, done, changed, dueInMs: 0 };
    return { position, done, changed, dueInMs: committed >= end ? null : end - committed };
  }

  private async apply(
    { project_id }: DueApply,
    ids: string[],
    manager: EntityManager,
  ): Promise<{ changed: number; left: string[] }> {
    const locked = await this.resolved(project_id, await this.events.lock(project_id, ids, manager), manager);
    const leaving = locked.filter(({ bucket, to }) => to !== bucket);
    const underWay = await this.events.underWay(leaving, manager);
    const events = locked.filter(({ id }) => !underWay.has(id));
    const changed =
      (await this.events.setTimes(
        events.filter(({ hold }) => !hold),
        manager,
      )) +
      (await this.events.setHeldTimes(
        events.filter(({ hold }) => hold),
        manager,
      ));
    await this.destinations.keep(events.filter(mayBeAdHoc), manager);
    await this.rearrange(events, manager);
    return { changed, left: [...underWay] };
  }

  private async resolved(
    projectId: string,
    events: LockedEvent[],
    manager: EntityManager,
  ): Promise<Resolved[]> {
    const triggers = [...new Set(events.flatMap(({ trigger_id }) => trigger_id ?? []))];
    const { policy, test } = this.config.retention;
    const levels = {
      triggers: await this.events.triggerPolicies(triggers, manager),
      project: (await this.policies.find(projectId, manager)) ?? null,
      installation: policy,
      test,
    };
    return events.map((event) => {
      const lifetime = resolvedLifetime(event, levels);
      const to = event.hold ? event.bucket : bucketWith(lifetime, event.bucket, event.age_ms);
      return { ...event, ...timesOf(lifetime), to };
    });
  }

  /** Archived events whose lifetime is of another class now belong to another bucket; the others' slices live longer. */
  private async rearrange(events: Resolved[], manager: EntityManager): Promise<void> {
    const leaving = events.filter(({ bucket, to }) => to !== bucket);
    const moves = new Map(
      leaving.map(({ bucket: from }) => [from, leaving.filter(({ bucket }) => bucket === from)]),
    );
    const staying = events.filter(({ bucket, to, hold }) => !hold && bucket !== ACTIVE && to === bucket);
    await this.mover.rearrange(manager, moves, staying.map(endOf), { withOpen: true });
  }
}

/** A millisecond more, since the times of firing have been cut to one on their way here. */
function endOf({ bucket, id, fired_at, delete_after }: Resolved): Staying {
  return { bucket, id, expiresAt: fired_at.getTime() + delete_after + 1 };
}

function timesOf({ archiveAfterMs, deleteAfterMs }: Lifetime) {
  return { archive_after: archiveAfterMs ?? Infinity, delete_after: deleteAfterMs ?? Infinity };
}

/** Events of other sources go to destinations of their trigger, which are not made for them. */
function mayBeAdHoc({ source }: LockedEvent): boolean {
  return source === 'manual' || source === 'replay' || source === 'test';
}
