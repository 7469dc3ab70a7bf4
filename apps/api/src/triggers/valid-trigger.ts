import { isUuid } from '@app/clock';
import { invalid, type Fault } from '@app/errors';
import { scheduleFaults } from '@app/schedules';
import type { TriggerDefinition } from '@app/triggers';
import { destinationFaults } from '../destinations/valid-destination.js';
import { retentionFaults } from '../retention/valid-retention.js';
import { faultsOf, isObject, type DtoClass } from '../validation/validate.js';
import { TriggerDto } from './trigger.dto.js';

const KINDS = ['schedule_time', 'delay', 'cron', 'every'] as const;
/** What only means something when there is more than one occurrence. */
const RECURRING = ['start_at', 'end_at', 'max_runs'] as const;

/** A request body as a trigger, or as a `dto` that extends one. Throws `invalid` with every fault. */
export function validTrigger<T extends TriggerDto = TriggerDto>(plain: unknown = {}, dto?: DtoClass<T>): T {
  const faults = triggerFaults(plain, dto);
  if (faults.length > 0) throw invalid(faults);
  return plain as T;
}

/** What is wrong with a trigger, one fault of each field. */
export function triggerFaults(plain: unknown, dto: DtoClass<TriggerDto> = TriggerDto): Fault[] {
  const faults = faultsOf(dto, plain);
  if (isObject(plain))
    faults.push(
      ...destinationsFaults(plain['destinations']),
      ...destinationsFaults(plain['alert_destinations'], '/alert_destinations'),
      ...scheduleFaults(plain),
      ...combinationFaults(plain),
    );
  const seen = new Set<string>();
  return faults.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer));
}

/** Faults of a list that holds ids and inline destinations, below its place in the body. */
export function destinationsFaults(destinations: unknown, at = '/destinations'): Fault[] {
  if (!Array.isArray(destinations)) return [];
  return destinations.slice(0, 20).flatMap((one: unknown, index) => {
    const pointer = `${at}/${index}`;
    if (typeof one !== 'string') return destinationFaults(one, pointer);
    return isUuid(one)
      ? []
      : [{ pointer, detail: 'must be the id of a destination, or an object with a url or a queue' }];
  });
}

/** What no single field shows: how they go together. */
function combinationFaults(trigger: Partial<TriggerDefinition>): Fault[] {
  return [...kindFaults(trigger), ...retentionFaults(trigger.retention ?? {}, '/retention')];
}

/** A trigger has one schedule, or none if it is an api trigger, and of a kind that fits its type. */
function kindFaults(trigger: Partial<TriggerDefinition>): Fault[] {
  const { trigger_type: type } = trigger;
  const [first, second] = KINDS.filter((field) => trigger[field] != null);
  if (second)
    return [{ pointer: `/${second}`, detail: `cannot go with ${first}: a trigger has one schedule` }];
  const recurs = first === 'cron' || first === 'every';
  if (type === 'scheduled' && !first)
    return [
      { pointer: '/schedule_time', detail: 'a scheduled trigger needs schedule_time, delay, cron or every' },
    ];
  if (type === 'time-based' && !first)
    return [{ pointer: '/schedule_time', detail: 'a time-based trigger needs schedule_time or delay' }];
  if (recurs && type !== undefined && type !== 'scheduled')
    return [{ pointer: `/${first}`, detail: `is for scheduled triggers; this one is ${type}` }];
  return RECURRING.filter((field) => !recurs && trigger[field] != null).map((field) => ({
    pointer: `/${field}`,
    detail: 'goes with cron or every alone',
  }));
}
