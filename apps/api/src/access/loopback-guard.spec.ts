import { describe, expect, it } from 'vitest';
import { loopbackRefusal } from './loopback-guard.js';

const APP = 'https://app.example.com';
const neighbours = { publicUrl: 'https://triggers.example.com/etp', corsOrigins: [APP] };

type Approach = Parameters<typeof loopbackRefusal>[0];

/** The code of the refusal; undefined when it may pass. */
const refusal = (rest: Partial<Approach>): string | undefined =>
  loopbackRefusal(
    {
      method: 'GET',
      host: 'localhost:8000',
      origin: undefined,
      fetchSite: undefined,
      ownOrigin: `http://${rest.host ?? 'localhost:8000'}`,
      ...rest,
    },
    neighbours,
  )?.code;

describe('While AUTH is off, a request', () => {
  it.each([
    'localhost',
    'localhost:8000',
    'LocalHost:1',
    '127.0.0.1:8000',
    '127.9.9.9',
    '[::1]',
    '[::1]:8000',
    'triggers.example.com',
    'Triggers.Example.com',
  ])('may ask for the host %s', (host) => expect(refusal({ host })).toBeUndefined());

  it.each([
    undefined,
    '',
    'evil.example.com',
    'evil.example.com:8000',
    'localhost.evil.example.com',
    'app.localhost:8000',
    'localhost.:8000',
    'localhost:',
    'localhost:8000:1',
    'localhost@evil.example.com',
    'evil.example.com#localhost',
    '127.0.0.1.nip.io',
    '127.1',
    '0.0.0.0:8000',
    '10.0.0.1',
    '[::]',
    '::1',
    'triggers.example.com:8000',
    'localhost, evil.example.com',
  ])('may not ask for the host %j', (host) => expect(refusal({ host })).toBe('access.host_refused'));

  it('cannot name itself by a PUBLIC_URL that is not set', () => {
    const approach = { method: 'GET', host: 'undefined', ownOrigin: 'http://undefined' };
    const rest = { origin: undefined, fetchSite: undefined };
    const none = { publicUrl: undefined, corsOrigins: [] };

    expect(loopbackRefusal({ ...approach, ...rest }, none)?.code).toBe('access.host_refused');
  });

  it.each([
    ['localhost:8000', 'http://localhost:8000'],
    ['LOCALHOST:8000', 'http://localhost:8000'],
    ['localhost:80', 'http://localhost'],
    ['[::1]:8000', 'http://[::1]:8000'],
    ['triggers.example.com', 'https://triggers.example.com'],
    ['localhost:8000', APP],
  ])('to %s may come from a page of %s', (host, origin) => {
    for (const method of ['GET', 'POST']) expect(refusal({ method, host, origin })).toBeUndefined();
  });

  it.each([
    ['localhost:8000', 'http://localhost:3000'],
    ['localhost:8000', 'https://localhost:8000'],
    ['localhost:8000', 'http://127.0.0.1:8000'],
    ['localhost:8000', 'http://localhost'],
    ['localhost:8000', 'null'],
    ['localhost:8000', ''],
    ['localhost:8000', 'https://evil.example.com'],
    ['localhost:8000', 'https://triggers.example.com'],
    ['localhost:8000', `${APP}.evil.example.com`],
    ['localhost:8000', 'http://app.example.com'],
    ['localhost:8000', `${APP} http://localhost:8000`],
  ])('to %s may not come from a page of %j', (host, origin) => {
    for (const method of ['GET', 'POST', 'OPTIONS'])
      expect(refusal({ method, host, origin })).toBe('access.origin_refused');
  });

  it('from behind a trusted proxy is of the origin that the proxy tells of', () => {
    const origin = 'https://inner.example.com';
    expect(refusal({ origin, ownOrigin: origin })).toBeUndefined();
    expect(refusal({ origin, ownOrigin: 'no://[url' })).toBe('access.origin_refused');
  });

  it.each(['cross-site', 'same-site', 'anything'])(
    'without an origin, but %s, may only read',
    (fetchSite) => {
      for (const method of ['GET', 'HEAD']) expect(refusal({ method, fetchSite })).toBeUndefined();
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        expect(refusal({ method, fetchSite })).toBe('access.origin_refused');
    },
  );

  it.each(['same-origin', 'none', undefined])('without an origin may write when it is %s', (fetchSite) =>
    expect(refusal({ method: 'POST', fetchSite })).toBeUndefined(),
  );

  it('from a listed origin may be cross-site', () => {
    expect(refusal({ method: 'POST', origin: APP, fetchSite: 'cross-site' })).toBeUndefined();
  });
});
