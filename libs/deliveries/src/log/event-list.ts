import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { isShort, LIST_LIMIT_MS, LIST_PATIENCE_MS, listTooSlow } from '@app/database';
import { readCursor, toLookedPage, type Looked, type Page } from '@app/database';
import { idAhead, idSince, idUntil } from '@app/events';
import type { EventFilter } from './event-filter.js';
import { EventLogRepository } from './event-log.repository.js';
import { type LoggedEvent } from './event-log.repository.js';
import type { EventPage } from './event-query.js';
import { spansOf } from './event-spans.js';

/** For how long events are gone through in order before labels are taken for rare. */
const LABEL_PATIENCE_MS = 20;

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
    const whole = { before, ...(filter.since && { from: idSince(filter.since.getTime()) }) };
    const first = (patienceMs: number) => ({ ...whole, limit: limit + 1, patienceMs });
    if (filter.labels) {
      const page = await this.inOrder(projectId, filter, first(LABEL_PATIENCE_MS));
      if (!isShort(page, limit)) return page;
      const rows = await this.repository.listLabelled(
        projectId,
        filter,
        first(LIST_PATIENCE_MS),
        LIST_PATIENCE_MS,
      );
      if (rows) return toLookedPage(rows, limit);
    }
    return this.inOrder(projectId, filter, first(LIST_PATIENCE_MS));
  }

  private async inOrder(projectId: string, filter: EventFilter, page: EventPage): Promise<Page<LoggedEvent>> {
    const began = performance.now();
    const rows: Looked<LoggedEvent>[] = [];
    for (const span of spansOf(page, filter.archived)) {
      const patienceMs = Math.max(0, page.patienceMs - (performance.now() - began));
      const rest = { ...span, limit: page.limit - rows.length, patienceMs };
      const found = await this.repository.list(projectId, filter, rest, LIST_LIMIT_MS);
      if (!found) throw listTooSlow();
      rows.push(...found);
      if (rows.length === page.limit) break;
    }
    return toLookedPage(rows, page.limit - 1);
  }

  private newest({ until }: EventFilter): string {
    const newest = idAhead(this.clock.now());
    const last = until && idUntil(until.getTime());
    return last && last < newest ? last : newest;
  }
}
