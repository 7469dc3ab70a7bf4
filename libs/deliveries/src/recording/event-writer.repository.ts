import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { ACTIVE } from '@app/events';
import { Lanes } from '../lanes/lanes.js';
import { INSERT_EVENTS, INSERT_KEYED_EVENTS } from './event-insert.js';
import type { DeliveryRef, Firing, RecordedEvent } from './firing.js';
import { installationLifetime, ownLifetimes } from './lifetime-values.js';
import { firstOfEachKey, rememberedFiring } from './remembered-firing.js';

type WrittenEvent = Omit<RecordedEvent, 'deliveries' | 'first'>;

/** Writes events and their deliveries: any number of firings in one statement. */
@Injectable()
export class EventWriterRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Answers in the order of `firings`; undefined where the trigger has changed since the firing read it or another
   * firing has its key, of which nothing is written. Deliveries of direct lanes are written as handed to the queue:
   * whoever calls does so after the commit, and if it cannot, the sweep does once their lease ends. The others are
   * written into their lanes.
   */
  async write(firings: Firing[], manager?: EntityManager): Promise<(RecordedEvent | undefined)[]> {
    if (!firings.some(({ key }) => key)) return this.insert(firings, false, manager);
    const firsts = firstOfEachKey(firings);
    const written = await this.insert(firsts, true, manager);
    const events = new Map(firsts.map((firing, index) => [firing, written[index]]));
    return firings.map((firing) => events.get(firing));
  }

  private async insert(
    firings: Firing[],
    keyed: boolean,
    manager?: EntityManager,
  ): Promise<(RecordedEvent | undefined)[]> {
    const now = this.clock.now();
    const ids = firings.map(() => uuidV7(now));
    const deliveries = firings.map((firing, index) =>
      firing.destination_ids.map((destination_id) => ({
        event_id: ids[index]!,
        id: uuidV7(now),
        destination_id,
        firing,
      })),
    );
    const flat = deliveries.flat();
    const direct = this.lanes.admit(flat.map(({ destination_id }) => destination_id));
    const values: unknown[] = [
      ids,
      firings.map(({ project_id }) => project_id),
      firings.map(({ trigger }) => trigger?.id ?? null),
      firings.map(({ trigger }) => trigger?.revision ?? null),
      firings.map(({ trigger, draft }) => trigger?.name ?? draft?.name ?? null),
      firings.map(({ trigger, draft }) => trigger?.trigger_type ?? draft?.trigger_type ?? null),
      firings.map(({ source }) => source),
      firings.map(({ payload }) => JSON.stringify(payload)),
      firings.map(({ labels }) => JSON.stringify(labels)),
      firings.map(({ scheduled_for }) => scheduled_for),
      ...ownLifetimes(firings),
      firings.map(({ replay_of }) => replay_of),
      flat.map(({ event_id }) => event_id),
      flat.map(({ id }) => id),
      flat.map(({ destination_id }) => destination_id),
      flat.map(({ firing }) => firing.project_id),
      flat.map(({ firing }) => firing.trigger?.id ?? null),
      flat.map(({ firing }) => firing.trigger?.revision ?? null),
      this.config.delivery.leaseMs,
      direct,
      ...installationLifetime(this.config),
    ];
    if (keyed)
      values.push(
        firings.map(({ key }) => key?.value ?? null),
        firings.map(({ key }) => key?.fingerprint ?? null),
        firings.map(
          (firing, index) => firing.key && rememberedFiring(firing, ids[index]!, deliveries[index]!),
        ),
      );
    const statement = keyed ? INSERT_KEYED_EVENTS : INSERT_EVENTS;
    const written = await this.database.query<WrittenEvent>(statement, values, manager);
    const byId = new Map(written.map((event) => [event.id, event]));
    const inLane = new Set(flat.filter((_, index) => !direct[index]).map(({ id }) => id));
    return ids.map((id, index) => {
      const event = byId.get(id);
      return event && { ...event, deliveries: deliveries[index]!.map((one) => firstDispatch(one, inLane)) };
    });
  }
}

function firstDispatch({ event_id, id }: { event_id: string; id: string }, inLane: Set<string>): DeliveryRef {
  return { bucket: ACTIVE, event_id, id, dispatch: 1, ...(inLane.has(id) && { in_lane: true }) };
}
