import type { ApiQueryOptions } from '@nestjs/swagger';
import type { PayloadCondition } from '@app/deliveries';
import type { Fault } from '@app/errors';
import { findJsonFault } from '../http/json-fault.js';
import { isObject } from '../validation/validate.js';

const PREFIX = 'payload.';
const MOST = 10;
const DEEPEST = 64;
const LONGEST = 200;

/** What of a query string is about the payload, such as `payload.order.id=42`, apart from its other parameters. */
export interface PayloadQuery {
  payload: PayloadCondition[];
  others: unknown;
  faults: Fault[];
}

/** Parameters with names of the client's own, which OpenAPI describes as members of an object. */
export const PAYLOAD_QUERY: ApiQueryOptions = {
  name: 'payload',
  description:
    '`payload.order.id=42`: only events whose payload has this value, as text, at this place. May be given several times, and all have to fit. A page may be short and go on.',
  required: false,
  style: 'form',
  explode: true,
  schema: { type: 'object', additionalProperties: { type: 'string' } },
  example: { 'payload.order.id': '42' },
};

export function splitPayloadQuery(query: unknown): PayloadQuery {
  if (!isObject(query)) return { payload: [], others: query, faults: [] };
  const entries = Object.entries(query);
  const given = entries
    .filter(([name]) => name.startsWith(PREFIX))
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
  const others = Object.fromEntries(entries.filter(([name]) => !name.startsWith(PREFIX)));
  const payload = given.map(([name, value]) => ({ path: pathOf(name), value: String(value) }));
  const faults = given.flatMap(([name, value]) => faultOf(name, value) ?? []);
  const tooMany = { pointer: '/payload', detail: `takes at most ${MOST} conditions` };
  return { payload, others, faults: given.length > MOST ? [tooMany] : faults };
}

function pathOf(name: string): string[] {
  return name.slice(PREFIX.length).split('.');
}

function faultOf(name: string, value: unknown): Fault | undefined {
  const unclean = findJsonFault({ [name.slice(0, LONGEST)]: value });
  if (unclean) return unclean;
  const path = pathOf(name);
  const pointer = `/${name.slice(0, LONGEST).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (path.includes('')) return { pointer, detail: 'has an empty name in its path, as in payload.order.id' };
  if (path.length > DEEPEST || name.length > LONGEST)
    return { pointer, detail: `must be a path of at most ${DEEPEST} names and ${LONGEST} characters` };
  if (typeof value !== 'string' || value.length > LONGEST)
    return { pointer, detail: `must be a value of at most ${LONGEST} characters` };
  return undefined;
}
