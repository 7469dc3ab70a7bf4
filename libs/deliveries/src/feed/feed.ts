import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { Delivery } from '../log/delivery.js';
import type { LoggedEvent } from '../log/event-log.repository.js';
import { eventStatus } from '../log/event-status.js';
import { isAhead, upTo, type FeedPosition } from './feed-position.js';
import { FeedRepository, type FeedEntry } from './feed.repository.js';

/** A new event; with `delivery` one that has changed, and its event. Both as they are when they are read. */
export interface FeedChange {
  event: LoggedEvent;
  delivery?: Delivery;
}

/** What was committed after a position, in part if there is `more`, and the position after it. */
export interface FeedPage {
  entries: FeedEntry[];
  position: FeedPosition;
  more: boolean;
}

const ENTRIES = 50;
/** Events and deliveries that are read at once, payloads and answers included. */
const CHANGES = 100;
/** What was committed so long ago may have been forgotten. Slots are emptied at 15 minutes: see OLD_SLOT. */
const REMEMBERED_MS = 10 * 60_000;

interface Change {
  event_id: string;
  delivery_id: string | null;
}

/** New events and changed deliveries of all projects, in the order of the transactions that they come from. */
@Injectable()
export class Feed {
  constructor(
    private readonly repository: FeedRepository,
    private readonly database: Database,
  ) {}

  /** The position of whoever wants to hear of what is committed from now on. */
  now(): Promise<FeedPosition> {
    return this.repository.now();
  }

  /** Undefined when what was committed since then is not, or not wholly, known any more. */
  async page(since: FeedPosition): Promise<FeedPage | undefined> {
    const { entries, ...now } = await this.repository.entries(since.snapshot, ENTRIES);
    if (since.at <= now.at - REMEMBERED_MS || isAhead(since, now.snapshot)) return undefined;
    const last = entries.at(-1);
    if (!last || entries.length < ENTRIES) return { entries, position: now, more: false };
    // what comes after it may be as old as it is
    const position = { at: Math.min(last.at, now.at), snapshot: upTo(now.snapshot, last.xid) };
    return { entries, position, more: true };
  }

  /**
   * What the entries stand for, some at a time; of these projects, and neither deleted nor expired. A delivery that has
   * changed twice is one change.
   */
  async *changes(entries: FeedEntry[], projects: string[]): AsyncGenerator<FeedChange[]> {
    const all = entries.flatMap(({ event_ids, delivery_ids }) =>
      event_ids.map((event_id, index): Change => ({ event_id, delivery_id: delivery_ids?.[index] ?? null })),
    );
    for (let done = 0; done < all.length; done += CHANGES) {
      const changes = await this.load(all.slice(done, done + CHANGES), projects);
      if (changes.length > 0) yield changes;
    }
  }

  /** In one snapshot: between two looks an event could be moved to the archive, and its deliveries be missed. */
  private load(changes: Change[], projects: string[]): Promise<FeedChange[]> {
    return this.database.snapshot(async (manager) => {
      const ids = [...new Set(changes.map(({ event_id }) => event_id))];
      const changed = [...new Set(changes.flatMap(({ delivery_id }) => delivery_id ?? []))];
      const found = await this.repository.events(ids, projects, manager);
      const wanted = [...found.values()].filter(({ unwanted }) => !unwanted);
      const deliveries: Delivery[] = [];
      for (const bucket of new Set(wanted.map((event) => event.bucket))) {
        const there = wanted.filter((event) => event.bucket === bucket).map(({ id }) => id);
        deliveries.push(...(await this.repository.deliveries(bucket, there, changed, manager)));
      }
      return this.assemble(changes, wanted, deliveries);
    });
  }

  private assemble(
    changes: Change[],
    rows: Omit<LoggedEvent, 'status'>[],
    deliveries: Delivery[],
  ): FeedChange[] {
    const ofEvent = new Map<string, Delivery[]>(rows.map(({ id }) => [id, []]));
    for (const delivery of deliveries) ofEvent.get(delivery.event_id)!.push(delivery);
    const events = new Map<string, LoggedEvent>(
      rows.map((row) => [row.id, { ...row, status: eventStatus(ofEvent.get(row.id)!) }]),
    );
    const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
    const told: FeedChange[] = [];
    for (const { event_id, delivery_id } of changes) {
      const event = events.get(event_id);
      if (!event) continue;
      if (delivery_id === null) told.push({ event });
      const delivery = delivery_id === null ? undefined : byId.get(delivery_id);
      if (delivery) told.push({ event, delivery });
      if (delivery_id !== null) byId.delete(delivery_id);
    }
    return told;
  }
}
