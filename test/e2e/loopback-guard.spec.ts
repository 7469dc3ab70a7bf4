import { describe, expect, it } from 'vitest';
import { rawBytes, rawRequest } from '../support/raw-http.js';
import { useStack } from '../support/stack.js';

const APP = 'https://app.example.com';
const PUBLIC = 'triggers.example.com';
const JSON_TYPE = { 'content-type': 'application/json' };
const TRIGGER = JSON.stringify({ name: 'Forged', trigger_type: 'api' });

const PATHS: [method: string, path: string][] = [
  ['GET', '/triggers'],
  ['POST', '/triggers'],
  ['POST', '/hooks/unknown'],
  ['GET', '/health/live'],
  ['GET', '/docs'],
  ['GET', '/docs/swagger-ui.css'],
  ['GET', '/openapi.json'],
  ['GET', '/v1/triggers/'],
  ['GET', '/nothing'],
  ['OPTIONS', '/triggers'],
];

describe('An api with AUTH off', () => {
  const stack = useStack({
    workers: 0,
    env: { OPENAPI_UI: 'true', CORS_ORIGINS: APP, PUBLIC_URL: `https://${PUBLIC}` },
  });

  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    rawRequest(stack.api.origin, method, path, headers, body);
  const triggers = () => stack.database.count('SELECT count(*) FROM triggers');

  it.each(PATHS)('refuses a foreign name at %s %s', async (method, path) => {
    const { status, headers, body } = await ask(method, path, { Host: 'rebound.example.com' });

    expect(status).toBe(403);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).toMatchObject({ code: 'access.host_refused', request_id: headers['x-request-id'] });
  });

  it.each(PATHS)('refuses the page of another origin at %s %s', async (method, path) => {
    for (const Origin of ['http://localhost:3000', 'null', 'https://evil.example.com']) {
      const { status, headers, body } = await ask(method, path, { Origin });
      expect([Origin, status, body.code]).toEqual([Origin, 403, 'access.origin_refused']);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('stores nothing that a foreign page sends, in any of the ways that need no preflight', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
      for (const from of [
        { Origin: 'http://localhost:3000' },
        { Origin: 'null' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
      ] as Record<string, string>[])
        expect((await ask('POST', '/triggers', { ...from, 'content-type': type }, TRIGGER)).status).toBe(403);
    expect(await triggers()).toBe(0);
  });

  it('refuses before the body is read', async () => {
    const head = `POST /triggers HTTP/1.1\r\nHost: evil.example.com\r\nContent-Type: application/json\r\n`;
    const answer = await rawBytes(
      stack.api.origin,
      `${head}Content-Length: 1000\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('access.host_refused');
  });

  it.each([
    ['localhost:1234', undefined],
    ['127.0.0.2', undefined],
    ['[::1]:8000', undefined],
    [PUBLIC, undefined],
    ['localhost:8000', 'http://localhost:8000'],
    [PUBLIC, `https://${PUBLIC}`],
    ['localhost:8000', APP],
  ])('serves those who ask for %s, from a page of %s', async (Host, Origin) => {
    const headers = { Host, ...(Origin && { Origin }), ...JSON_TYPE };

    expect((await ask('POST', '/triggers', headers, TRIGGER)).status).toBe(201);
  });

  it('ignores what a client says of a proxy', async () => {
    const headers = { 'X-Forwarded-Host': 'evil.example.com', Origin: 'http://evil.example.com' };

    expect((await ask('GET', '/triggers', headers)).body.code).toBe('access.origin_refused');
  });
});
