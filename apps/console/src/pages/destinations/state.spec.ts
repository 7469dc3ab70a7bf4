import { expect, it } from 'vitest';
import type { Destination } from '../../api/types';
import { stateOf, whyOf } from './state';

const on = {
  enabled: true,
  disabled_reason: null,
  circuit: { state: 'closed', since: '', reason: null },
} as unknown as Destination;
const failing = { state: 'open', since: '', reason: 'it answers 500' } as const;

it.each([
  [on, 'on', undefined],
  [{ ...on, circuit: failing }, 'circuit open', 'it answers 500'],
  [{ ...on, enabled: false, circuit: failing }, 'off', 'turned off by hand'],
  [{ ...on, enabled: false, disabled_reason: 'it answered 410' }, 'off', 'it answered 410'],
] as const)('is told in a word and a reason', (destination, state, why) => {
  expect(stateOf(destination)).toBe(state);
  expect(whyOf(destination)).toBe(why);
});
