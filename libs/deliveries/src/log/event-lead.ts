import { labelEntry } from '@app/events';
import type { EventDriver, EventFilter } from './event-filter.js';

/** Which rows lead through a list, of events `e` or of another table `led`, and in which order. */
export interface Lead {
  table: 'events' | 'deliveries' | 'event_holds' | 'event_labels';
  where: string;
  order: string;
}

/**
 * What each index finds in order. `= ANY (ARRAY[…])` of one value is an equality that PostgreSQL does not take for granted:
 * its column stays in the order, which then no other index has. Otherwise it goes through another one where it expects
 * every second row to fit, and reads for minutes where they do not: nothing of what an index scan leaves out is ever late.
 */
export function leadOf(driver: EventDriver, filter: EventFilter, place: (value: unknown) => string): Lead {
  const ofProject = `project_id = ANY (ARRAY[$1::uuid])`;
  if (typeof driver === 'object') {
    const entry = labelEntry('$1::uuid', `${place(driver.label)}::text`);
    return {
      table: 'event_labels',
      where: `led.label = ANY (ARRAY[${entry}])`,
      order: 'led.label DESC, led.event_id DESC',
    };
  }
  switch (driver) {
    case 'project':
      return { table: 'events', where: `e.${ofProject}`, order: 'e.project_id, e.id DESC' };
    case 'held':
      return {
        table: 'event_holds',
        where: `led.${ofProject}`,
        order: 'led.project_id, led.event_id DESC',
      };
    case 'recorded':
      return {
        table: 'events',
        where: `e.${ofProject} AND e.unsent`,
        order: 'e.project_id DESC, e.id DESC',
      };
    case 'source': {
      const where = `e.project_id = $1 AND e.source = ANY (ARRAY[${place(filter.source)}::text])`;
      return { table: 'events', where, order: 'e.source, e.id DESC' };
    }
    case 'trigger': {
      // its index knows no projects: a trigger of another one is not gone through
      const id = place(filter.trigger_id);
      const where = `e.project_id = $1 AND e.trigger_id = ANY (ARRAY[${id}::uuid])
   AND NOT EXISTS (SELECT FROM triggers WHERE id = ${id} AND project_id <> $1)`;
      return { table: 'events', where, order: 'e.trigger_id, e.id DESC' };
    }
    case 'pending': {
      const where = `led.${ofProject} AND led.status IN ('waiting', 'queued')`;
      return { table: 'deliveries', where, order: 'led.project_id DESC, led.event_id DESC' };
    }
    default: {
      const where = `led.project_id = $1 AND led.status = ANY (ARRAY['${driver}'])`;
      return { table: 'deliveries', where, order: 'led.status DESC, led.event_id DESC' };
    }
  }
}
