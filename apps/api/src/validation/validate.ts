import type { Type } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { invalid, type Fault } from '@app/errors';

const UNKNOWN_FIELD = 'is not a known field';

/** A class whose instances class-validator can judge; `nested` names its members that are such classes too. */
export type DtoClass<T extends object> = Type<T> & { nested?: Record<string, DtoClass<object>> };

/**
 * Judges a plain value as a `dto`; answers every fault with its JSON Pointer. Members are taken over as they are and
 * not copied deep: a payload's keys belong to the client, and `constructor` may be one of them.
 */
export function faultsOf<T extends object>(dto: DtoClass<T>, plain: unknown, at = ''): Fault[] {
  if (!isObject(plain)) return [{ pointer: at, detail: 'must be a JSON object' }];
  const errors = validateSync(instantiate(dto, plain), {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
  });
  return [...errors.flatMap((error) => flatten(error, at)), ...inheritedNameFaults(dto, plain, at)];
}

/** A request body as a `dto`; none is `{}`. Throws `invalid` with every fault. */
export function validBody<T extends object>(dto: DtoClass<T>, body: unknown = {}): T {
  const faults = faultsOf(dto, body);
  if (faults.length > 0) throw invalid(faults);
  return body as T;
}

/**
 * The same for a route that names something: existence comes before validation, so the faults are thrown only after
 * `require` has found it. A good body costs no look-up here.
 */
export async function validBodyFor<T extends object>(
  require: () => Promise<unknown>,
  dto: DtoClass<T>,
  body: unknown = {},
): Promise<T> {
  const faults = faultsOf(dto, body);
  if (faults.length === 0) return body as T;
  await require();
  throw invalid(faults);
}

/** A body that says nothing: none, or `{}`. Throws `invalid` naming every field that is there. */
export async function emptyBodyFor(require: () => Promise<unknown>, body: unknown = {}): Promise<void> {
  if (isObject(body) && Object.keys(body).length === 0) return;
  await require();
  if (!isObject(body)) throw invalid([{ pointer: '', detail: 'must be a JSON object' }]);
  throw invalid(Object.keys(body).map((field) => ({ pointer: pointerTo(field), detail: UNKNOWN_FIELD })));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function instantiate<T extends object>(dto: DtoClass<T>, plain: Record<string, unknown>): T {
  const instance = new dto() as Record<string, unknown>;
  for (const [key, value] of Object.entries(plain)) {
    if (key in Object.prototype) continue; // judged below
    const member = dto.nested?.[key];
    // defined, not assigned: no setter of the prototype is to be met
    const taken = member && isObject(value) ? instantiate(member, value) : value;
    Object.defineProperty(instance, key, {
      value: taken,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return instance as T;
}

/**
 * `constructor`, `toString` and the like: no dto has such a field, but class-validator looks names up in plain objects
 * and takes what those inherit for fields that it knows.
 */
function inheritedNameFaults(dto: DtoClass<object>, plain: Record<string, unknown>, at: string): Fault[] {
  const here = Object.keys(plain)
    .filter((key) => key in Object.prototype)
    .map((key) => ({ pointer: at + pointerTo(key), detail: UNKNOWN_FIELD }));
  const below = Object.entries(dto.nested ?? {}).flatMap(([key, member]) => {
    const value = plain[key];
    return isObject(value) ? inheritedNameFaults(member, value, at + pointerTo(key)) : [];
  });
  return [...here, ...below];
}

function flatten({ property, constraints = {}, children = [] }: ValidationError, at: string): Fault[] {
  const pointer = at + pointerTo(property);
  const faults = Object.entries(constraints).map(([name, message]) => ({
    pointer,
    detail: name === 'whitelistValidation' ? UNKNOWN_FIELD : withoutName(message, property),
  }));
  return [...faults, ...children.flatMap((child) => flatten(child, pointer))];
}

/** One step of a JSON Pointer (RFC 6901, 3). */
function pointerTo(field: string): string {
  return `/${field.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The pointer names the field; class-validator's own messages do so once more. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
