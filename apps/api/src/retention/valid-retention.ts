import { isReversedRetention } from '@app/clock';
import { invalid, type Fault } from '@app/errors';
import type { RetentionPolicy } from '@app/events';
import { RetentionDto } from '../triggers/trigger.dto.js';
import { faultsOf, isObject } from '../validation/validate.js';

/** A request body as a policy. Throws `invalid` with every fault. */
export function validRetention(body: unknown): RetentionPolicy {
  const faults = [...faultsOf(RetentionDto, body ?? {}), ...(isObject(body) ? retentionFaults(body) : [])];
  if (faults.length > 0) throw invalid(faults);
  return body as RetentionDto;
}

/** What no single field of a policy shows: how they go together. */
export function retentionFaults(policy: Partial<RetentionPolicy>, at = ''): Fault[] {
  return isReversedRetention(policy.archive_after, policy.delete_after)
    ? [{ pointer: `${at}/delete_after`, detail: 'must be at least archive_after' }]
    : [];
}
