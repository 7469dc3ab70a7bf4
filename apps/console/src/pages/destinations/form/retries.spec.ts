import { expect, it } from 'vitest';
import { retriesInWords } from './retries';

const retry = { max_attempts: 4, min_delay: '1s', max_delay: '5s', factor: 3 };

it('says how a failing delivery is tried', () => {
  expect(retriesInWords(retry)).toBe(
    'Tried again after 1.0 s, 3.0 s, 5.0 s; given up some 9.0 s after the first try.',
  );
  expect(retriesInWords({ ...retry, max_attempts: 8 })).toContain('5.0 s …; given up some 29 s');
  expect(retriesInWords({ ...retry, max_attempts: 1 })).toContain('One try');
});

it('says nothing of what cannot be told', () => {
  expect(retriesInWords({ ...retry, min_delay: 'soon' })).toBe('');
  expect(retriesInWords({ ...retry, max_attempts: '' })).toBe('');
  expect(retriesInWords({ ...retry, max_attempts: 5000 })).toBe('');
});
