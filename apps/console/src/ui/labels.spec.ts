import { expect, it } from 'vitest';
import { isLabel, labelFault, labelsOf, labelTexts } from './labels';

it('reads labels as it writes them: a value may have colons, or be empty', () => {
  const labels = { team: 'payments', url: 'http://x', flag: '' };
  expect(labelTexts(labels)).toEqual(['team:payments', 'url:http://x', 'flag:']);
  expect(labelsOf(labelTexts(labels))).toEqual(labels);
  expect(labelsOf([' team : shop:eu '])).toEqual({ team: 'shop:eu' });
});

it('says what is no label', () => {
  expect(labelTexts({ team: 'payments', flag: '' }).every(isLabel)).toBe(true);
  expect(labelFault('team:payments')).toBeUndefined();
  for (const text of ['team', ':payments', ' :payments']) expect(labelFault(text)).toContain(text);
});
