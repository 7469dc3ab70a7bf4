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
/** Indexes that are asked for that; what else a filter has is checked. */
const MOST_ASKED = 8;

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
    const rows: Looked<LoggedEvent>[] = [];
    let patienceMs = LIST_PATIENCE_MS;
    for (const span of spansOf(whole, filter.archived)) {
      const driver = await this.narrowest(projectId, filter, span);
      const began = performance.now();
      const page = { ...span, limit: limit + 1 - rows.length, patienceMs, driver };
      const found = await this.repository.list(projectId, filter, page, LIST_LIMIT_MS);
      if (!found) throw listTooSlow();
      rows.push(...found);
      if (rows.length > limit) break;
      patienceMs = Math.max(0, patienceMs - (performance.now() - began));
    }
    return toLookedPage(rows, limit);
  }

  /** Where several indexes could lead, the one whose newest rows reach back furthest: which is rare only the data say. */
  private async narrowest(projectId: string, filter: EventFilter, span: Span): Promise<EventDriver> {
    const [first, ...others] = driversOf(filter);
    if (others.length === 0) return first;
    const drivers = [first, ...others].slice(0, MOST_ASKED);
    const page = { ...span, limit: REACH };
    const reached = await this.repository.reach(projectId, filter, drivers, page, LIST_LIMIT_MS);
    if (!reached) throw listTooSlow();
    const ends = reached.map((id) => id ?? ''); // those with fewer rows reach through all of it
    const furthest = ends.toSorted()[0]!;
    return drivers[ends.indexOf(furthest)]!;
  }

  private newest({ until }: EventFilter): string {
    const newest = idAhead(this.clock.now());
    const last = until && idUntil(until.getTime());
    return last && last < newest ? last : newest;
  }
}
