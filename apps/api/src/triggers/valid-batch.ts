import { Pace } from '@app/clock';
import { invalid, type Fault } from '@app/errors';
import type { KeyedDefinition } from '@app/triggers';
import { isObject, validBody } from '../validation/validate.js';
import { BatchDto } from './batch.dto.js';
import { triggerFaults } from './valid-trigger.js';

const MOST_FAULTS = 100;

interface ValidBatch {
  triggers: KeyedDefinition[];
  dryRun: boolean;
}

/** A request body as a batch of triggers. Throws `invalid` with the first 100 faults, each below `/triggers/{index}`. */
export async function validBatch(body: unknown): Promise<ValidBatch> {
  const { triggers, dry_run: dryRun = false } = validBody(BatchDto, body);
  const faults: Fault[] = [];
  const seen = new Map<unknown, number>();
  const pace = new Pace();
  for (const [index, plain] of triggers.entries()) {
    await pace.pauseIfDue();
    const found = [...triggerFaults(plain), ...keyFaults(plain, index, seen)];
    faults.push(...found.map((fault) => ({ ...fault, pointer: `/triggers/${index}${fault.pointer}` })));
    if (faults.length >= MOST_FAULTS) break;
  }
  if (faults.length > 0) throw invalid(faults.slice(0, MOST_FAULTS));
  return { triggers: triggers as KeyedDefinition[], dryRun };
}

function keyFaults(plain: unknown, index: number, seen: Map<unknown, number>): Fault[] {
  if (!isObject(plain)) return [];
  const { external_key: key } = plain;
  const pointer = '/external_key';
  if (key === undefined || key === null)
    return [{ pointer, detail: 'is needed in a batch: it says which trigger this is' }];
  const first = seen.get(key);
  if (first !== undefined) return [{ pointer, detail: `is that of /triggers/${first} as well` }];
  seen.set(key, index);
  return [];
}
