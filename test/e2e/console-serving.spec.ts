import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { rawBytes, rawRequest } from '../support/raw-http.js';
import { useStack } from '../support/stack.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const MISSING = '/console/assets/index-0123abcd.js';

const manifest = JSON.parse(readFileSync('dist/console/.vite/manifest.json', 'utf8')) as Record<
  string,
  { file: string }
>;
const SCRIPT = manifest['index.html']!.file;

describe('The console', () => {
  const stack = useStack({ workers: 0, env: { NODE_ENV: 'production', OPENAPI_UI: 'true' } });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    rawRequest<string>(stack.api.origin, method, path, headers);
  /** The body as it is sent. */
  const bytes = async (path: string, encoding: string) => {
    const { body } = await request(stack.api.origin + path, { headers: { 'accept-encoding': encoding } });
    return Buffer.from(await body.arrayBuffer());
  };

  it.each([
    '/console',
    '/console/',
    '/console/triggers/01980000-0000-7000-8000-000000000000',
    '/console/events?status=dead',
    '/console/settings/users/a.name',
  ])('answers %s with its page', async (path) => {
    const { status, headers, body } = await get(path);

    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain(`src="/console/${SCRIPT}"`);
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['etag']).toBeUndefined();
  });

  it('gives each page a nonce of its own, in the page and in its policy', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, body } = await get('/console');
        const policy = String(headers['content-security-policy']);
        const [, nonce] = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy)!;
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("script-src 'self';");
        expect(policy).not.toMatch(/unsafe|https?:|\*/);
        expect(body).toContain(`<meta property="csp-nonce" nonce="${nonce}"`);
        expect(body).not.toContain('CSP_NONCE');
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('lets browsers keep its files for good, and sends them compressed', async () => {
    const plain = readFileSync(`dist/console/${SCRIPT}`);
    const { status, headers } = await get(`/console/${SCRIPT}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(plain.length),
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-type']).toMatch(/^text\/javascript|application\/javascript/);

    const brotli = await get(`/console/${SCRIPT}`, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(await bytes(`/console/${SCRIPT}`, 'br'))).toEqual(plain);
    expect(gunzipSync(await bytes(`/console/${SCRIPT}`, 'gzip'))).toEqual(plain);
  });

  it('says that a file has not changed, and answers HEAD', async () => {
    const { headers } = await get('/console/icon.svg');
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml' });
    expect((await get('/console/icon.svg', { 'if-none-match': String(headers['etag']) })).status).toBe(304);

    for (const path of ['/console', '/console/triggers', `/console/${SCRIPT}`]) {
      const head = await get(path, {}, 'HEAD');
      expect([path, head.status, head.body]).toEqual([path, 200, '']);
    }
  });

  it.each([
    ['GET', MISSING, 'console.file_not_found'],
    ['GET', '/console/assets', 'console.file_not_found'],
    ['GET', '/console/assets/../../package.json', 'console.file_not_found'],
    ['GET', '/console/assets/..%2f..%2fpackage.json', 'console.file_not_found'],
    ['POST', '/console', 'route.not_found'],
    ['DELETE', `/console/${SCRIPT}`, 'route.not_found'],
  ])('answers %s %s with a problem', async (method, path, code) => {
    const answer = await rawBytes(
      stack.api.origin,
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toMatch(/cache-control: no-store/i);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it.each(['/console/.vite/manifest.json', '/console/../package.json', '/console/%2e%2e/package.json'])(
    'answers %s with nothing but its page',
    async (path) => {
      const answer = await rawBytes(
        stack.api.origin,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toContain('<div id="root"></div>');
    },
  );

  it('is where / sends browsers; everybody else is shown the documentation', async () => {
    expect((await get('/', BROWSER)).headers).toMatchObject({ location: '/console', vary: 'Accept' });
    expect((await get('/', { accept: '*/*' })).headers).toMatchObject({ location: '/docs', vary: 'Accept' });
    expect((await get('/')).headers['location']).toBe('/docs');
    expect(await get('/v1/console/events?a=b')).toMatchObject({
      status: 302,
      headers: { location: '/console/events?a=b' },
    });
  });
});

describe('The console that is turned off', () => {
  const stack = useStack({ workers: 0, env: { CONSOLE: 'off', OPENAPI_UI: 'true' } });

  it('answers with a problem that says so, and browsers find the documentation', async () => {
    for (const path of ['/console', '/console/events', `/console/${SCRIPT}`]) {
      const { status, body } = await rawRequest(stack.api.origin, 'GET', path);
      expect([status, body]).toMatchObject([404, { code: 'console.off' }]);
    }
    expect((await rawRequest(stack.api.origin, 'GET', '/', BROWSER)).headers['location']).toBe('/docs');
  });
});
