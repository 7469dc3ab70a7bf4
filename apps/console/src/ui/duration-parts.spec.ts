import { expect, it } from 'vitest';
import { partsOf } from './duration-parts';

it.each([
  ['48h', { count: 48, unit: 'h' }],
  ['90s', { count: 90, unit: 's' }],
  ['never', undefined],
  ['1.5h', undefined],
])('%s has the parts %o', (duration, parts) => expect(partsOf(duration)).toEqual(parts));
