import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { Database, LIST_LIMIT_MS } from '@app/database';
import { Trigger } from './trigger.entity.js';
import { checksOf, filterValues, type TriggerFilter } from './trigger-filter.js';
import { sortOf, type SortPosition, type TriggerSort } from './trigger-sort.js';

@Injectable()
export class SortedTriggersRepository {
  constructor(
    @InjectRepository(Trigger) private readonly triggers: Repository<Trigger>,
    private readonly database: Database,
  ) {}

  /**
   * Of a page of a sorted list; undefined when PostgreSQL has given it up. All triggers of the project are gone through, and
   * the page of them kept: an index for it would be written at each firing of a schedule.
   */
  async positions(
    projectId: string,
    filter: TriggerFilter,
    sort: TriggerSort,
    limit: number,
    after?: SortPosition,
  ): Promise<SortPosition[] | undefined> {
    const { value, direction, after: isAfter } = sortOf(sort);
    const query = this.triggers
      .createQueryBuilder('t')
      .select('t.id', 'id')
      .addSelect(`to_json(${value}) #>> '{}'`, 'value')
      .addSelect(value, 'sort_key')
      .addSelect(`${value} IS NULL`, 'sort_last')
      .where('t.project_id = :projectId', { projectId })
      .andWhere(`(${checksOf(filter)})`)
      .setParameters({ ...filterValues(filter), after_value: after?.value, after_id: after?.id });
    if (after) query.andWhere(isAfter(after));
    const [text, values] = query
      .orderBy('sort_last')
      .addOrderBy('sort_key', direction)
      .addOrderBy('t.id', direction)
      .limit(limit)
      .getQueryAndParameters();
    return this.database.read<SortPosition>({ text }, values, LIST_LIMIT_MS);
  }

  /** In the order of their positions; those that were deleted since are left out. */
  async triggersOf(positions: SortPosition[]): Promise<Trigger[]> {
    const found = await this.triggers.findBy({ id: In(positions.map(({ id }) => id)) });
    const byId = new Map(found.map((trigger) => [trigger.id, trigger]));
    return positions.flatMap(({ id }) => byId.get(id) ?? []);
  }
}
