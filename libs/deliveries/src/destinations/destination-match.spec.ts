import { describe, expect, it } from 'vitest';
import { withDefaults, type DestinationDefinition } from './destination-definition.js';
import { isSaidOf } from './destination-match.js';

const URL = 'https://example.com/in';
const PRESENT = {
  ...withDefaults({ url: URL, timeout: '5s', retry: { max_attempts: 3 } }),
  headers: { 'x-key': 'secret' },
};

describe('An inline destination', () => {
  it.each<DestinationDefinition>([
    { url: URL },
    { url: URL, kind: 'http' },
    { url: URL, timeout: '5s', name: 'example.com' },
    { url: URL, retry: { max_attempts: 3 } },
    { url: URL, headers: { 'x-key': 'secret' }, method: 'POST', enabled: true },
  ])('is a present one of which all it says is true: %j', (definition) => {
    expect(isSaidOf(definition, PRESENT)).toBe(true);
  });

  it.each<DestinationDefinition>([
    { url: `${URL}/` },
    { url: URL, timeout: '6s' },
    { url: URL, retry: { max_attempts: 3, factor: 2 } },
    { url: URL, headers: {} },
    { url: URL, headers: { 'x-key': 'another' } },
    { url: URL, kind: 'bullmq' },
  ])('is another one if anything it says is not: %j', (definition) => {
    expect(isSaidOf(definition, PRESENT)).toBe(false);
  });
});
