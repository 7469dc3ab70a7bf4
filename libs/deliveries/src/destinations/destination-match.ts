import { isDeepStrictEqual } from 'node:util';
import type { DestinationDefinition } from './destination-definition.js';

/**
 * Whether an inline destination is one that exists already: all that it says is true of that one. What it leaves unsaid
 * does not count, so that `{"url": "…"}` goes on to stand for a destination whose time-out somebody has changed since.
 */
export function isSaidOf(definition: DestinationDefinition, present: object): boolean {
  const { retry = {}, ...fields } = definition;
  const { retry: presentRetry = {} } = present as { retry?: object };
  return isPart(fields, present) && isPart(retry, presentRetry);
}

function isPart(part: object, whole: object): boolean {
  return Object.entries(part).every(
    ([name, value]) => value === undefined || isDeepStrictEqual(value, Reflect.get(whole, name)),
  );
}
