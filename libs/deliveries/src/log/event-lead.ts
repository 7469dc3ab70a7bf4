import type { EventDriver, EventFilter } from './event-filter.js';

/** Which rows lead through a list, of events `e`, or of deliveries or holds `led`, and in which order. */
export interface Lead {
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
  switch (driver) {
    case 'project':
      return { where: `e.${ofProject}`, order: 'e.project_id, e.id DESC' };
    case 'held':
      return { where: `led.${ofProject}`, order: 'led.project_id, led.event_id DESC' };
    case 'recorded':
      return { where: `e.${ofProject} AND e.unsent`, order: 'e.project_id DESC, e.id DESC' };
    case 'source': {
      const where = `e.project_id = $1 AND e.source = ANY (ARRAY[${place(filter.source)}::text])`;
      return { where, order: 'e.source, e.id DESC' };
    }
    case 'trigger': {
      // its index knows no projects: a trigger of another one is not gone through
      const id = place(filter.trigger_id);
      const where = `e.project_id = $1 AND e.trigger_id = ANY (ARRAY[${id}::uuid])
   AND NOT EXISTS (SELECT FROM triggers WHERE id = ${id} AND project_id <> $1)`;
      return { where, order: 'e.trigger_id, e.id DESC' };
    }
    case 'pending': {
      const where = `led.${ofProject} AND led.status IN ('waiting', 'queued')`;
      return { where, order: 'led.project_id DESC, led.event_id DESC' };
    }
    default: {
      const where = `led.project_id = $1 AND led.status = ANY (ARRAY['${driver}'])`;
      return { where, order: 'led.status DESC, led.event_id DESC' };
    }
  }
}
