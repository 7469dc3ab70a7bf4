import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { LIST_LIMIT_MS, LIST_PATIENCE_MS, listTooSlow } from '@app/database';
import { readCursor, toLookedPage, type Looked, type Page } from '@app/database';
import { idAhead, idSince, idUntil } from '@app/events';
import { driversOf, type EventDriver, type EventFilter } from './event-filter.js';
import { EventLogRepository } from './event-log.repository.js';
import { type LoggedEvent } from './event-log.repository.js';
import { spansOf, type Span } from './event-spans.js';

/** Entries of an index that are gone through to learn how rare they are: a few milliseconds. */
const REACH = 1000;

/** Pages of events, newest first, each within seconds whatever is asked for. */
@Injectable()
export class EventList {
  constructor(
    private readonly repository: EventLogRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * A page may be short and yet have a `next_cursor`: so far it was looked through. Throws `invalid` for a cursor that is
   * none, and `list.too_slow`.
   */
  async page(
    projectId: string,
    filter: EventFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<LoggedEvent>> {
    const before = readCursor(cursor) ?? this.newest(filter);
    if (Object.values(filter.labels ?? {}).some(Array.isArray)) return { data: [], next_cursor: null };
    const whole = { before, ...(filter.since && { from: idSince(filter.since.getTime()) }) };
    const spans = spansOf(whole, filter.archived);
    const began = performance.now();
    const driver = await this.narrowest(projectId, filter, spans);
    const rows: Looked<LoggedEvent>[] = [];
    for (const span of spans) {
      const patienceMs = Math.max(0, LIST_PATIENCE_MS - (performance.now() - began));
      const page = { ...span, limit: limit + 1 - rows.length, patienceMs, driver };
      const found = await this.repository.list(projectId, filter, page, LIST_LIMIT_MS);
      if (!found) throw listTooSlow();
      rows.push(...found);
      if (rows.length > limit) break;
    }
    return toLookedPage(rows, limit);
  }

  /** Where several indexes could lead, the one whose newest rows reach back furthest: which is rare only the data say. */
  private async narrowest(projectId: string, filter: EventFilter, spans: Span[]): Promise<EventDriver> {
    const all = driversOf(filter);
    let drivers: EventDriver[] = all;
    for (const span of spans) {
      if (drivers.length === 1) break;
      const page = { ...span, limit: REACH };
      const reached = await this.repository.reach(projectId, filter, drivers, page, LIST_LIMIT_MS);
      if (!reached) throw listTooSlow();
      const ends = reached.map((id) => id ?? ''); // those with fewer rows reach through all of it
      const furthest = ends.toSorted()[0];
      drivers = drivers.filter((_, n) => ends[n] === furthest);
      if (furthest !== '') break;
    }
    return drivers[0] ?? all[0];
  }

  private newest({ until }: EventFilter): string {
    const newest = idAhead(this.clock.now());
    const last = until && idUntil(until.getTime());
    return last && last < newest ? last : newest;
  }
}
