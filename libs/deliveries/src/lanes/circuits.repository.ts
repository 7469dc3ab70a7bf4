import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { Circuit } from './circuit.js';
import { CIRCUIT_COLUMNS, saveCircuitsWith } from './circuit-columns.js';

export type CircuitRow = Circuit & { id: string; project_id: string; enabled: boolean; now: Date };

type TurnedOff = { project_id: string; name: string; failing_since: Date | null; is_ephemeral: boolean };

@Injectable()
export class CircuitsRepository {
  constructor(private readonly database: Database) {}

  /** Locked until the transaction ends, so that reports of several workers add up. */
  lock(ids: string[], manager: EntityManager): Promise<CircuitRow[]> {
    return this.database.query<CircuitRow>(LOCK, [ids], manager);
  }

  async save(rows: (Circuit & { id: string })[], manager: EntityManager): Promise<void> {
    await this.database.query(SAVE, [JSON.stringify(rows)], manager);
  }

  /** Turns a destination off on the platform's own account; answers what it was, if it was on. */
  async disable(id: string, reason: string, manager: EntityManager): Promise<TurnedOff | undefined> {
    const [row] = await this.database.query<TurnedOff>(DISABLE, [id, reason], manager);
    return row;
  }
}

const LOCK = {
  name: 'circuits.lock',
  text: `SELECT id, project_id, enabled, ${CIRCUIT_COLUMNS}, clock_timestamp() AS now FROM destinations t
          WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
};

const SAVE = { name: 'circuits.save', text: saveCircuitsWith() };

const DISABLE = {
  name: 'circuits.disable',
  text: `UPDATE destinations SET enabled = false, disabled_reason = $2 WHERE id = $1 AND enabled 
        RETURNING project_id, name, failing_since, ephemeral_until IS NOT NULL AS is_ephemeral`,
};
