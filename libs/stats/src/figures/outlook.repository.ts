import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { WHOLE_PROJECT } from '../counting/cells.js';

export interface NextFiring {
  trigger_id: string;
  name: string;
  at: Date;
}

export interface TroubledDestination {
  id: string;
  name: string;
  enabled: boolean;
  disabled_reason: string | null;
  circuit: { state: 'closed' | 'open' | 'half_open'; since: Date; reason: string | null };
  dead_last_hour: number;
}

type TroubledRow = Omit<TroubledDestination, 'circuit'> & {
  circuit_state: 'closed' | 'open' | 'half_open';
  circuit_since: Date;
  circuit_reason: string | null;
};

const MOST = 10;
/** Of all projects together: who is not among the next looks through the triggers of their own. */
const SOON = 2000;

/** What is about to happen in a project, and what goes wrong there. */
@Injectable()
export class OutlookRepository {
  constructor(private readonly database: Database) {}

  /** At most 10, the next first. */
  async nextFirings(projectId: string): Promise<NextFiring[]> {
    const soon = await this.database.query<NextFiring>(SOON_FIRINGS, [projectId, SOON, MOST]);
    if (soon.length === MOST) return soon;
    return this.database.query<NextFiring>(OWN_FIRINGS, [projectId, MOST]);
  }

  /** At most 10: those that get nothing first, then those with the most dead deliveries. */
  async troubled(projectId: string): Promise<TroubledDestination[]> {
    const rows = await this.database.query<TroubledRow>(TROUBLED, [projectId, MOST]);
    return rows.map(({ circuit_state, circuit_since, circuit_reason, ...row }) => ({
      ...row,
      circuit: { state: circuit_state, since: circuit_since, reason: circuit_reason },
    }));
  }
}

const ARMED = 'enabled AND NOT archived AND next_fire_at IS NOT NULL';

export const SOON_FIRINGS = {
  name: 'stats.soon-firings',
  text: `
SELECT id AS trigger_id, name, next_fire_at AS at
  FROM (SELECT id, name, project_id, next_fire_at FROM triggers WHERE ${ARMED} ORDER BY next_fire_at LIMIT $2) soon
 WHERE project_id = $1 ORDER BY next_fire_at LIMIT $3`,
};

/** The sum keeps the planner from going through the triggers of all projects by \`next_fire_at\`. */
export const OWN_FIRINGS = {
  name: 'stats.own-firings',
  text: `
SELECT id AS trigger_id, name, next_fire_at AS at FROM triggers
 WHERE project_id = $1 AND ${ARMED} ORDER BY next_fire_at + interval '0' LIMIT $2`,
};

/** By the partial index of destinations that are anything but plainly on, and by that of cells with dead deliveries. */
export const TROUBLED = {
  name: 'stats.troubled',
  text: `
WITH dead AS (
  SELECT destination_id AS id, sum(dead)::int AS dead FROM stat_cells
   WHERE project_id = $1 AND step = 60 AND dead > 0 AND destination_id <> '${WHOLE_PROJECT}'
     AND at > now() - interval '1 hour'
   GROUP BY 1
), troubled AS (
  SELECT id FROM destinations
   WHERE project_id = $1 AND (circuit_state <> 'closed' OR (NOT enabled AND disabled_reason IS NOT NULL))
   UNION SELECT id FROM dead
)
SELECT t.id, t.name, t.enabled, t.disabled_reason, t.circuit_state, t.circuit_since, t.circuit_reason,
       coalesce(dead.dead, 0) AS dead_last_hour
  FROM troubled JOIN destinations t USING (id) LEFT JOIN dead USING (id)
 WHERE t.project_id = $1
 ORDER BY t.enabled AND t.circuit_state = 'closed', dead_last_hour DESC, t.id LIMIT $2`,
};
