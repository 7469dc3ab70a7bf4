import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { invalid } from '@app/errors';
import { findJsonFault } from '../http/json-fault.js';
import { faultsOf, type DtoClass } from './validate.js';
import { rule, Optional } from './fields.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Of a list that is sorted by names, it holds one. */
const MAX_CURSOR = 2000;

/** What every list takes. Query parameters arrive as text and are judged as such. */
export class ListQuery {
  /** How many to answer at most, 1 to 200 */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @rule('isLimit', `must be a whole number from 1 to ${MAX_LIMIT}`, isLimit)
  @Optional()
  limit?: string;

  /** The `next_cursor` of the page before. */
  @rule('isCursor', 'must be given once', (value) => typeof value === 'string' && value.length <= MAX_CURSOR)
  @Optional()
  cursor?: string;
}

export function limitOf({ limit }: ListQuery): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}

/**
 * `k:v`, repeatable, as what the labels of a thing have to contain. No label has two values, so a key that is given
 * with two of them is contained in nothing. Judged by {@link IsLabelFilter}.
 */
export function labelsOf(label: string | string[]): Record<string, string | string[]> {
  const wanted = Object.create(null) as Record<string, string | string[]>; // `__proto__` is a key like any other
  for (const pair of [label].flat()) {
    const [key, value] = [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)];
    const before = wanted[key];
    wanted[key] = before === undefined || before === value ? value : [before, value].flat();
  }
  return wanted;
}

export function IsLabelFilter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'array', items: { type: 'string' } }),
    rule('isLabelFilter', 'must be key:value', (value) => {
      const pairs = [value].flat();
      return (
        pairs.length <= 32 &&
        pairs.every((pair) => typeof pair === 'string' && /^[\w.\-/]{1,63}:.{0,200}$/s.test(pair))
      );
    }),
  );
}

/** A query string as a `dto`. Throws `invalid` with every fault, unknown parameters among them. */
export function validQuery<T extends object>(dto: DtoClass<T>, query: unknown): T {
  const unclean = findJsonFault(query);
  const faults = unclean ? [unclean] : faultsOf(dto, query);
  if (faults.length > 0) throw invalid(faults);
  return query as T;
}

function isLimit(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_LIMIT
  );
}
