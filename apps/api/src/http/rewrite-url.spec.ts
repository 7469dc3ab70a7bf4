import { describe, expect, it } from 'vitest';
import { rewriteUrl } from './rewrite-url.js';

describe('A path', () => {
  it.each([
    ['/', '/'],
    ['/triggers', '/triggers'],
    ['/triggers/', '/triggers'],
    ['/triggers/1/fire/', '/triggers/1/fire'],
    ['/v1/triggers', '/triggers'],
    ['/v1/triggers/', '/triggers'],
    ['/v1', '/'],
    ['/v1/', '/'],
    ['/v1?limit=1', '/?limit=1'],
    ['/v1/events?cursor=a/', '/events?cursor=a/'],
    ['/events/?limit=1', '/events?limit=1'],
    ['/?a=/v1/', '/?a=/v1/'],
    ['/v10/triggers', '/v10/triggers'],
    ['/v1x', '/v1x'],
    ['/hooks/v1/', '/hooks/v1'],
    ['/v1/v1/triggers', '/v1/triggers'],
    ['/events?', '/events?'],
  ])('%s is routed as %s', (url, rewritten) => {
    expect(rewriteUrl(url)).toBe(rewritten);
  });
});
