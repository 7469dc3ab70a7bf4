import { isUuid, parseDuration } from '@app/clock';
import { invalid, type Fault } from '@app/errors';
import type { TriggerDefinition } from '@app/triggers';
import { DestinationDto } from '../destinations/destination.dto.js';
import { faultsOf, isObject, type DtoClass } from '../validation/validate.js';
import { TriggerDto } from './trigger.dto.js';

/** Fields of the schedules that are still to come: known by name, refused with a reason. */
const RECURRING = new Set([
  '/cron',
  '/timezone',
  '/every',
  '/start_at',
  '/end_at',
  '/max_runs',
  '/jitter',
  '/overlap',
]);

/** A request body as a trigger, or as a `dto` that extends one. Throws `invalid` with every fault. */
export function validTrigger<T extends TriggerDto = TriggerDto>(plain: unknown = {}, dto?: DtoClass<T>): T {
  const faults = faultsOf(dto ?? TriggerDto, plain).map(explain);
  if (isObject(plain)) faults.push(...destinationFaults(plain['destinations']), ...combinationFaults(plain));
  const seen = new Set<string>();
  const first = faults.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer));
  if (first.length > 0) throw invalid(first);
  return plain as T;
}

/** Faults of a list that holds ids and inline destinations, below `/destinations`. */
export function destinationFaults(destinations: unknown): Fault[] {
  if (!Array.isArray(destinations)) return [];
  return destinations.slice(0, 20).flatMap((one: unknown, index) => {
    const pointer = `/destinations/${index}`;
    if (typeof one !== 'string') return faultsOf(DestinationDto, one, pointer);
    return isUuid(one)
      ? []
      : [{ pointer, detail: 'must be the id of a destination, or an object with a url' }];
  });
}

/** What no single field shows: how they go together. */
function combinationFaults(trigger: Partial<TriggerDefinition> & Record<string, unknown>): Fault[] {
  const faults: Fault[] = [];
  const given = (['schedule_time', 'delay', 'cron', 'every'] as const).filter(
    (field) => trigger[field] != null,
  );
  if (given.length > 1) {
    const pointer = `/${given[1]}`;
    faults.push({ pointer, detail: `cannot go with ${given[0]}: a trigger has one schedule` });
  }
  const type = trigger.trigger_type;
  if ((type === 'scheduled' || type === 'time-based') && given.length === 0)
    faults.push({ pointer: '/schedule_time', detail: `a ${type} trigger needs schedule_time or delay` });
  const { archive_after, delete_after } = trigger.retention ?? {};
  if (length(archive_after) > length(delete_after))
    faults.push({ pointer: '/retention/delete_after', detail: 'must be at least archive_after' });
  return faults;
}

/** Milliseconds; `never` is longer than any, and what is no duration compares with nothing. */
function length(duration: unknown): number {
  return duration === 'never' ? Infinity : (parseDuration(duration) ?? NaN);
}

function explain(fault: Fault): Fault {
  if (!RECURRING.has(fault.pointer)) return fault;
  return { ...fault, detail: 'recurring schedules are not supported yet; use schedule_time or delay' };
}
