import { expect, it } from 'vitest';
import { milliseconds } from './milliseconds';

it.each([
  ['250ms', 250],
  ['1.5h', 5_400_000],
  ['1 fortnight', undefined],
])('%s is %s ms', (text, expected) => expect(milliseconds(text)).toBe(expected));
