import type { Faults } from '../../../ui/faults';

const ADVANCED = [
  'jitter',
  'start_at',
  'end_at',
  'max_runs',
  'overlap',
  'misfire_policy',
  'misfire_grace',
  'expect_every',
  'retention',
  'external_key',
  'alert_destinations',
];

/** Whether something is wrong in the part of the form that may be folded up. */
export const isAdvanced = (faults: Faults): boolean =>
  Object.keys(faults).some((at) => ADVANCED.includes(at.split('/')[1] ?? ''));
