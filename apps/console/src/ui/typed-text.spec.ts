import { expect, it } from 'vitest';
import { handedOver, heard, untyped, type TypedText } from './typed-text';

const typed = (state: TypedText, text: string): TypedText => ({ ...state, text });

it('keeps what is typed while an earlier value is on its way, however late it comes', () => {
  let state = handedOver(typed(untyped(''), 'ab'), 'ab');
  state = typed(state, 'abc');
  expect(heard(state, '')).toBe(state); // the URL lags
  state = handedOver(typed(heard(state, 'ab'), 'abcd'), 'abcd');
  expect(state).toEqual({ text: 'abcd', seen: 'ab', sent: ['abcd'] });
  expect(heard(state, 'abcd')).toEqual(untyped('abcd'));
});

it('keeps it when values are passed over on the way', () => {
  const state = handedOver(handedOver(typed(untyped(''), 'a'), 'a'), 'ab');
  expect(heard(typed(state, 'abc'), 'ab')).toEqual({ text: 'abc', seen: 'ab', sent: [] });
});

it('keeps a text that stands for no value, such as half of a label', () => {
  const state = handedOver(typed(untyped('team:shop'), 'team'), '');
  expect(heard(state, '')).toEqual({ text: 'team', seen: '', sent: [] });
  expect(handedOver(heard(state, ''), '')).toEqual({ text: 'team', seen: '', sent: [] });
});

it('gives way to a value that changed by other means', () => {
  const state = heard(handedOver(typed(untyped(''), 'ab'), 'ab'), 'ab');
  expect(heard(typed(state, 'abc'), '')).toEqual(untyped('')); // the back button, or “Clear filters”
});
