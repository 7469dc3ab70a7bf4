import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Those that take more than half a minute, the longest first: begun last, they would run while nothing else does. Those that
 * load the machine are not side by side.
 */
const LONG = [
  'retention-kills',
  'kills',
  'idempotency',
  'retention',
  'drills',
  'cold-archive',
  'secrets-in-logs',
  'recurring',
  'rotate-secrets',
  'probes',
  'every-occurrence',
  'stats',
  'watchdog',
  'load',
  'outages',
  'login',
  'schedules',
  'export',
];

/** The long files first, then the others as vitest has them: the largest first where no run is remembered. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}

function place({ moduleId }: TestSpecification): number {
  const at = LONG.indexOf(basename(moduleId, '.spec.ts'));
  return at < 0 ? LONG.length : at;
}
