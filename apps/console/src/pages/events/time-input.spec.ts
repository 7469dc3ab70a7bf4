import { expect, it } from 'vitest';
import { fromInput, toInput } from './time-input';

it('shows a time in UTC or in the zone of the browser, and takes it back', () => {
  expect(toInput('2026-11-25T14:05:30.000Z', true)).toBe('2026-11-25T14:05');
  expect(fromInput('2026-11-25T14:05', true)).toBe('2026-11-25T14:05:00.000Z');
  expect(fromInput(toInput('2026-07-25T14:05:00.000Z', false), false)).toBe('2026-07-25T14:05:00.000Z');
});

it('has nothing to say of what is no time', () => {
  expect(toInput('1h', true)).toBe('');
  expect(toInput(undefined, true)).toBe('');
  expect(fromInput('', true)).toBeUndefined();
});
