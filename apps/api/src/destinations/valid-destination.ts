import type { DestinationDefinition } from '@app/deliveries';
import { invalid, type Fault } from '@app/errors';
import { faultsOf, isObject } from '../validation/validate.js';
import { DestinationDto } from './destination.dto.js';

/** What belongs to one kind alone. */
const OF_KIND = {
  http: ['url', 'method', 'headers', 'auth'],
  bullmq: ['queue', 'prefix', 'redis_url'],
} as const;
const NEEDED = { http: 'url', bullmq: 'queue' } as const;
const OF_AUTH = { bearer: ['token'], basic: ['username', 'password'] } as const;

/** A plain value as a destination. Throws `invalid` with every fault. */
export function validDestination(plain: unknown = {}): DestinationDefinition {
  const faults = destinationFaults(plain);
  if (faults.length > 0) throw invalid(faults);
  return plain as DestinationDefinition;
}

/** Every fault of a destination, each field's first one, pointed at below `at`. */
export function destinationFaults(plain: unknown, at = ''): Fault[] {
  const faults = faultsOf(DestinationDto, plain, at);
  if (isObject(plain)) faults.push(...kindFaults(plain, at), ...authFaults(plain, at));
  const seen = new Set<string>();
  return faults.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer));
}

function kindFaults(plain: Record<string, unknown>, at: string): Fault[] {
  const kind = plain['kind'] ?? 'http';
  if (kind !== 'http' && kind !== 'bullmq') return [];
  const other = kind === 'http' ? 'bullmq' : 'http';
  const strange = OF_KIND[other].filter((field) => plain[field] !== undefined);
  return [
    ...(plain[NEEDED[kind]] === undefined
      ? [{ pointer: `${at}/${NEEDED[kind]}`, detail: `is needed by a destination of kind ${kind}` }]
      : []),
    ...strange.map((field) => ({ pointer: `${at}/${field}`, detail: `goes with kind ${other} alone` })),
  ];
}

function authFaults({ auth, headers }: Record<string, unknown>, at: string): Fault[] {
  if (!isObject(auth) || (auth['type'] !== 'bearer' && auth['type'] !== 'basic')) return [];
  const { type } = auth;
  const other = type === 'bearer' ? 'basic' : 'bearer';
  const pointer = (field: string) => `${at}/auth/${field}`;
  const twice =
    isObject(headers) && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return [
    ...OF_AUTH[type]
      .filter((field) => auth[field] === undefined)
      .map((field) => ({ pointer: pointer(field), detail: `is needed by ${type} credentials` })),
    ...OF_AUTH[other]
      .filter((field) => auth[field] !== undefined)
      .map((field) => ({ pointer: pointer(field), detail: `goes with ${other} credentials alone` })),
    ...(twice ? [{ pointer: `${at}/auth`, detail: 'cannot go with an authorization header' }] : []),
  ];
}
