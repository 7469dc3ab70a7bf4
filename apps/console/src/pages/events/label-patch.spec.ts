import { expect, it } from 'vitest';
import { labelFault, labelPatch, labelTexts } from './label-patch';

it('writes labels as one filters by them, and makes a patch of what has changed', () => {
  const before = { team: 'payments', tier: '1' };
  expect(labelTexts(before)).toEqual(['team:payments', 'tier:1']);
  expect(labelPatch(before, ['team:stock', 'url:http://x'])).toEqual({
    tier: null,
    team: 'stock',
    url: 'http://x',
  });
  expect(labelPatch(before, labelTexts(before))).toEqual({});
});

it('says what is no label', () => {
  expect(labelFault('team:payments')).toBeUndefined();
  for (const text of ['team', 'team:', ':payments']) expect(labelFault(text)).toContain(text);
});
