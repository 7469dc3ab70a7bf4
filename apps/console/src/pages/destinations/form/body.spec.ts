import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../api/types';
import { bodyOf, patchOf } from './body';
import { EMPTY, valuesOf } from './values';

const SAVED = {
  kind: 'http',
  name: 'Orders',
  url: 'https://example.com/a',
  method: 'POST',
  queue: null,
  prefix: null,
  redis_url: null,
  headers: { 'x-a': '***', 'x-b': '***' },
  auth: { type: 'basic', username: 'ann' },
  template: '{"a": payload}',
  timeout: '5s',
  retry: { max_attempts: 3, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0.2 },
  rate_limit: { max: 5, per: '1s' },
  max_in_flight: 10,
} as unknown as Destination;

describe('A new destination', () => {
  it('has what is typed, and leaves the rest to the api', () => {
    const body = bodyOf({ ...EMPTY, url: 'https://example.com', max_attempts: '', timeout: '' });
    expect(body).toMatchObject({ kind: 'http', url: 'https://example.com', method: 'POST' });
    for (const field of [
      'name',
      'template',
      'timeout',
      'rate_limit',
      'auth',
      'headers',
      'queue',
      'redis_url',
    ])
      expect(body).not.toHaveProperty(field);
    expect(body.retry).toEqual({ min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0.2 });
  });

  it('that is a queue has nothing of HTTP, though it was typed', () => {
    const auth = { auth: 'bearer', token: 'x', url: 'https://example.com' } as const;
    const body = bodyOf({ ...EMPTY, ...auth, kind: 'bullmq', queue: 'orders', redis_url: 'redis://r' });
    expect(body).toMatchObject({ kind: 'bullmq', queue: 'orders', redis_url: 'redis://r' });
    for (const field of ['url', 'method', 'auth', 'prefix']) expect(body).not.toHaveProperty(field);
  });

  it('has its headers, credentials and limit', () => {
    const headers = [
      { name: 'x-tenant', value: 'blue', saved: false },
      { name: '', value: 'forgotten', saved: false },
    ];
    expect(bodyOf({ ...EMPTY, headers, auth: 'bearer', token: 't', limited: true })).toMatchObject({
      headers: { 'x-tenant': 'blue' },
      auth: { type: 'bearer', token: 't' },
      rate_limit: { max: 100, per: '1m' },
    });
  });
});

describe('A change', () => {
  const before = valuesOf(SAVED);

  it('of nothing is empty, so what cannot be read stays', () => {
    expect(patchOf(before, before)).toEqual({});
  });

  it('sends what differs, and null for what was emptied', () => {
    const values = { ...before, name: '', template: '', limited: false, max_attempts: 9, url: 'https://b' };
    expect(patchOf(before, values)).toEqual({
      name: null,
      url: 'https://b',
      template: null,
      rate_limit: null,
      retry: { max_attempts: 9, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0.2 },
    });
  });

  it('removes a header, changes one and adds one', () => {
    const headers = [
      { name: 'x-b', value: 'new', saved: true },
      { name: 'x-c', value: 'c', saved: false },
    ];
    expect(patchOf(before, { ...before, headers })).toEqual({
      headers: { 'x-a': null, 'x-b': 'new', 'x-c': 'c' },
    });
  });

  it('replaces or removes credentials only where that was chosen', () => {
    expect(patchOf(before, { ...before, auth: 'none' })).toEqual({ auth: null });
    expect(patchOf(before, { ...before, auth: 'bearer', token: 't' })).toEqual({
      auth: { type: 'bearer', token: 't' },
    });
    const open = valuesOf({ ...SAVED, auth: null });
    expect(patchOf(open, { ...open, auth: 'none' })).toEqual({});
  });
});
