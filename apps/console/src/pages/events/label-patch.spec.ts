import { expect, it } from 'vitest';
import { labelTexts } from '../../ui/labels';
import { labelPatch } from './label-patch';

it('makes a patch of what has changed', () => {
  const before = { team: 'payments', tier: '1' };
  expect(labelPatch(before, ['team:stock', 'url:http://x'])).toEqual({
    tier: null,
    team: 'stock',
    url: 'http://x',
  });
  expect(labelPatch(before, labelTexts(before))).toEqual({});
});
