import { Injectable } from '@nestjs/common';
import { rowsAfter, type Page } from '@app/database';
import { unavailable } from '@app/errors';
import { Turns } from '../templates/turns.js';
import type { EventFilter } from './event-filter.js';
import { EventList } from './event-list.js';
import type { LoggedEvent } from './event-log.repository.js';

/** How many pages are read at once, of however many exports: lists and firings have to find connections, too. */
const AT_ONCE = 2;
const PATIENCE_MS = 30_000;
const FIRST_ROWS = 50;
/** Of small events a page may be followed by one of the largest there are: 256 KiB each. */
const MOST_ROWS = 100;

/** What somebody is told whose export cannot be begun, or not go on. */
export const tooManyExports = () =>
  unavailable('export.busy', 'Too many exports are under way. Try again later.');

/** All events of a filter, of which no more than a page is in memory at any time. */
@Injectable()
export class EventExport {
  private readonly turns = new Turns(AT_ONCE);

  constructor(private readonly lists: EventList) {}

  /**
   * The text that `write` makes of each page, newest events first; empty where none of those looked through fits. A page is
   * read when it is asked for, and shows what is there then: nothing that has expired meanwhile. What is newer than the
   * first page is not part of it. Projects take turns. Throws `list.too_slow`, and `export.busy` when the turn does not come.
   */
  async *chunks(
    projectId: string,
    filter: EventFilter,
    write: (events: LoggedEvent[]) => string,
  ): AsyncGenerator<string, void, void> {
    let rows = FIRST_ROWS;
    let cursor: string | undefined;
    do {
      const { data, next_cursor } = await this.page(projectId, filter, rows, cursor);
      const text = write(data);
      yield text; // an empty one, too: here an export ends that nobody wants any more
      if (data.length > 0) rows = rowsAfter(rows, text.length / data.length, MOST_ROWS);
      cursor = next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  private async page(
    projectId: string,
    filter: EventFilter,
    rows: number,
    cursor: string | undefined,
  ): Promise<Page<LoggedEvent>> {
    const read = () => this.lists.page(projectId, filter, rows, cursor);
    const page = await this.turns.run(projectId, read, PATIENCE_MS);
    if (page) return page;
    throw tooManyExports();
  }
}
