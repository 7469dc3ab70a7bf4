import type { Circuit } from './circuit.js';

/** The columns of a destination that are its circuit: each of them, or this does not compile. */
const COLUMNS = Object.keys({
  circuit_state: true,
  circuit_since: true,
  circuit_reason: true,
  circuit_until: true,
  circuit_openings: true,
  circuit_passed: true,
  window_since: true,
  window_attempts: true,
  window_failures: true,
  failed_in_a_row: true,
  failing_since: true,
} satisfies Record<keyof Circuit, true>);

/** As they are selected from `destinations t`. */
export const CIRCUIT_COLUMNS = COLUMNS.map((column) => `t.${column}`).join(', ');

/** Writes the circuit, and these further columns, of any number of destinations; `$1` holds them as JSON. */
export function saveCircuitsWith(...further: string[]): string {
  const columns = [...COLUMNS, ...further];
  return `
UPDATE destinations t
   SET (${columns.join(', ')}) = (SELECT ${columns.map((column) => `r.${column}`).join(', ')})
  FROM jsonb_populate_recordset(NULL::destinations, $1::jsonb) r
 WHERE t.id = r.id`;
}
