import { Injectable } from '@nestjs/common';
import { listTooSlow, type Page } from '@app/database';
import { SortedTriggersRepository } from './sorted-triggers.repository.js';
import type { Trigger } from './trigger.entity.js';
import type { TriggerFilter } from './trigger-filter.js';
import { readSortCursor, writeSortCursor, type TriggerSort } from './trigger-sort.js';

/** Pages of triggers in another order than that they were made in. */
@Injectable()
export class SortedTriggers {
  constructor(private readonly repository: SortedTriggersRepository) {}

  /** Throws `invalid` for a cursor that no list with this sort has given out, and `list.too_slow`. */
  async page(
    projectId: string,
    filter: TriggerFilter,
    limit: number,
    { sort, cursor }: { sort: TriggerSort; cursor: string | undefined },
  ): Promise<Page<Trigger>> {
    const after = readSortCursor(sort, cursor);
    const positions = await this.repository.positions(projectId, filter, sort, limit + 1, after);
    if (!positions) throw listTooSlow();
    const page = positions.slice(0, limit);
    const last = page.at(-1);
    return {
      data: await this.repository.triggersOf(page),
      next_cursor: positions.length > limit && last ? writeSortCursor(sort, last) : null,
    };
  }
}
