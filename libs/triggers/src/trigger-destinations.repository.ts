import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { type Statement } from '@app/database';
import type { DestinationSummary } from '@app/deliveries';
import type { Trigger } from './trigger.entity.js';

/** Where the events of a trigger go, and where alerts about it do. */
type List = 'trigger_destinations' | 'trigger_alert_destinations';

@Injectable()
export class TriggerDestinationsRepository {
  constructor(private readonly database: Database) {}

  /** Gives each of these triggers other destinations; `ids` in their order. */
  async set(
    list: List,
    lists: { trigger: Pick<Trigger, 'id' | 'project_id'>; ids: string[] }[],
    manager: EntityManager,
  ): Promise<void> {
    const rows = lists.flatMap(({ trigger, ids }) => ids.map((id, position) => ({ trigger, id, position })));
    await manager.query(`DELETE FROM ${list} WHERE trigger_id = ANY ($1::uuid[])`, [
      lists.map(({ trigger }) => trigger.id),
    ]);
    if (rows.length === 0) return;
    await manager.query(
      `INSERT INTO ${list} (trigger_id, destination_id, project_id, position)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[])`,
      [
        rows.map(({ trigger }) => trigger.id),
        rows.map(({ id }) => id),
        rows.map(({ trigger }) => trigger.project_id),
        rows.map(({ position }) => position),
      ],
    );
  }

  /** The destinations of each of these triggers, in their order. */
  async of(
    list: List,
    triggerIds: string[],
    manager?: EntityManager,
  ): Promise<Map<string, DestinationSummary[]>> {
    const rows = await this.database.query<DestinationSummary & { trigger_id: string }>(
      OF[list],
      [triggerIds],
      manager,
    );
    const byTrigger = new Map<string, DestinationSummary[]>(triggerIds.map((id) => [id, []]));
    for (const { trigger_id, ...destination } of rows) byTrigger.get(trigger_id)?.push(destination);
    return byTrigger;
  }
}

function of(list: List): Statement {
  return {
    name: `${list}.of-triggers`,
    text: `
SELECT td.trigger_id, d.id, d.name, d.kind, d.url FROM ${list} td
  JOIN destinations d ON d.id = td.destination_id
 WHERE td.trigger_id = ANY ($1::uuid[]) ORDER BY td.trigger_id, td.position`,
  };
}

const OF: Record<List, Statement> = {
  trigger_destinations: of('trigger_destinations'),
  trigger_alert_destinations: of('trigger_alert_destinations'),
};
