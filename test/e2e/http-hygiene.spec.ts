import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { rawBytes, rawRequest } from '../support/raw-http.js';
import { useStack } from '../support/stack.js';

const API_POLICY = "default-src 'none';frame-ancestors 'none'";
const APP = 'https://app.example.com';
const NOBODY = '01980000-0000-7000-8000-000000000000';

describe('Every answer', () => {
  const stack = useStack({
    workers: 0,
    env: { OPENAPI_UI: 'true', CORS_ORIGINS: APP, NODE_ENV: 'production' },
  });

  it.each([
    ['GET', '/triggers', 200],
    ['POST', '/triggers', 422],
    ['GET', `/triggers/${NOBODY}`, 404],
    ['DELETE', '/nothing', 404],
    ['GET', '/health/live', 200],
    ['GET', '/openapi.json', 200],
    ['GET', '/', 302],
    ['GET', '/triggers/%E0%A4%A', 404],
    ['GET', '/docs/nothing.js', 404],
    ['OPTIONS', '/triggers', 404],
  ])('to %s %s forbids a browser to make anything of it', async (method, path, status) => {
    const answer = await rawRequest(stack.api.origin, method, path);

    expect([200, 302, 400, 404, 422]).toContain(answer.status);
    if (!path.includes('%')) expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': API_POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(answer.headers['x-request-id']).toMatch(/\S/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
    if (!path.includes('%'))
      expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
  });

  it('lets the documentation load its own files, run no inline script, and be framed by nobody', async () => {
    const { headers, body } = await stack.api.get<string>('/docs');
    const policy = headers.get('content-security-policy')!;

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/);
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/i);
    for (const [, file] of body.matchAll(/(?:src|href)="\.\/([^"]+)"/g))
      expect([file, (await stack.api.get(`/${file}`)).status]).toEqual([file, 200]);
  });

  it('is a problem where Host is missing, and where Node’s parser gives up', async () => {
    for (const bytes of ['GET /triggers HTTP/1.1\r\nConnection: close\r\n\r\n', 'nonsense\r\n\r\n']) {
      const answer = await rawBytes(stack.api.origin, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(answer).toContain('request.malformed');
    }
  });

  it('of a preflight is for the listed origin alone', async () => {
    const preflight = { Origin: APP, 'Access-Control-Request-Method': 'POST' };
    const { status, headers } = await rawRequest(stack.api.origin, 'OPTIONS', '/triggers', preflight);

    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['x-request-id']).toMatch(/\S/);
  });

  it('that is a 500 tells nothing of the inside, and each of its log lines has its request id', async () => {
    await stack.database.query('ALTER TABLE destinations RENAME COLUMN url TO away');
    try {
      for (const [id, method, json] of [
        ['with-a-body', 'POST', { url: 'https://example.com/' }],
        ['without-a-body', 'GET', undefined],
      ] as const) {
        const options = { json, headers: { 'x-request-id': id } };
        const { status, body } = await stack.api.request(method, '/destinations', options);
        expect([status, body]).toMatchObject([500, { code: 'internal', request_id: id }]);
        expect(JSON.stringify(body)).not.toMatch(/column|destinations|stack|\bat /);
        const lines = await eventually(() => {
          const found = logged().filter(({ level }) => level >= 50);
          expect(found.some(({ request_id }) => request_id === id)).toBe(true);
          return found;
        });
        expect(lines.filter(({ request_id }) => !request_id)).toEqual([]);
      }
    } finally {
      await stack.database.query('ALTER TABLE destinations RENAME COLUMN away TO url');
    }
  });

  interface Line {
    level: number;
    request_id?: string;
  }
  const logged = (): Line[] =>
    stack.apiProcess.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
});
