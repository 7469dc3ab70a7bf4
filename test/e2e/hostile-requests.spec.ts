import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/api-client.js';
import type { Page, Problem, Trigger } from '../support/contract.js';
import { useStack } from '../support/stack.js';

const VALID = { name: 'Valid', trigger_type: 'api' };
const NOBODY = '01980000-0000-7000-8000-000000000000';

const ROUTES_WITH_ID: [method: string, path: (id: string) => string, code: string][] = [
  ['GET', (id) => `/triggers/${id}`, 'trigger.not_found'],
  ['PUT', (id) => `/triggers/${id}`, 'trigger.not_found'],
  ['PATCH', (id) => `/triggers/${id}`, 'trigger.not_found'],
  ['DELETE', (id) => `/triggers/${id}`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/fire`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/test`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/pause`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/resume`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/archive`, 'trigger.not_found'],
  ['POST', (id) => `/triggers/${id}/unarchive`, 'trigger.not_found'],
  ['GET', (id) => `/triggers/${id}/events`, 'trigger.not_found'],
  ['GET', (id) => `/events/${id}`, 'event.not_found'],
  ['PATCH', (id) => `/events/${id}`, 'event.not_found'],
  ['DELETE', (id) => `/events/${id}`, 'event.not_found'],
  ['POST', (id) => `/events/${id}/replay`, 'event.not_found'],
  ['GET', (id) => `/destinations/${id}`, 'destination.not_found'],
  ['PATCH', (id) => `/destinations/${id}`, 'destination.not_found'],
  ['DELETE', (id) => `/destinations/${id}`, 'destination.not_found'],
  ['POST', (id) => `/destinations/${id}/enable`, 'destination.not_found'],
  ['POST', (id) => `/hooks/${id}`, 'hook.not_found'],
];

const IDS = [
  NOBODY,
  '1',
  'null',
  `${NOBODY}x`,
  "'; DROP TABLE triggers; --",
  '\0',
  '../health',
  '𝄞',
  'x'.repeat(400),
];

const BAD_QUERIES: [query: string, pointer: string][] = [
  ...['0', '201', '-1', '1.5', '1e2', 'ten', '', ' 5'].map((limit): [string, string] => [
    `limit=${limit}`,
    '/limit',
  ]),
  ['limit=1&limit=2', '/limit'],
  ...['x', '', 'AAAA', 'a'.repeat(201), NOBODY].map((cursor): [string, string] => [
    `cursor=${cursor}`,
    '/cursor',
  ]),
  ['page=2', '/page'],
  ['constructor=x', '/constructor'],
  ['archived=maybe', '/archived'],
  ['label=nocolon', '/label'],
];

describe('A hostile request', () => {
  const stack = useStack({ workers: 0 });

  /** What every refusal has in common. Answers its status and code. */
  function problemOf({ status, headers, body }: Answer<Problem>): [number, string] {
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      detail: expect.any(String),
      status,
    });
    expect(body.request_id).toBe(headers.get('x-request-id'));
    expect(body.request_id).toMatch(/\S/);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.[jt]s:\d+|\bat \w+.*\(|SELECT|postgres/);
    return [status, body.code];
  }

  const sendRaw = (raw: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>) =>
    stack.api.request<Problem>('POST', '/triggers', { raw, ...(headers && { headers }) });

  describe('with an id that is none', () => {
    for (const [method, path, code] of ROUTES_WITH_ID)
      it(`is a 404 at ${method} ${path('{id}')}`, async () => {
        for (const id of IDS) {
          const json = method === 'PUT' ? VALID : method === 'PATCH' ? {} : undefined;
          const answer = await stack.api.request<Problem>(method, path(encodeURIComponent(id)), { json });
          expect([id, ...problemOf(answer)]).toEqual([id, 404, code]);
        }
      });
  });

  describe('with a body that cannot be read', () => {
    it.each(['{', '{"name": "a",}', "{'name': 1}", '{"a": NaN}', 'undefined', '\uFEFF{', '[1'])(
      'is a 400: %j',
      async (raw) => expect(problemOf(await sendRaw(raw))).toEqual([400, 'request.unreadable']),
    );

    it('is a 400 when it is no UTF-8', async () => {
      expect(problemOf(await sendRaw(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)))).toEqual([
        400,
        'request.unreadable',
      ]);
    });

    it.each([
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'nonsense',
    ])('is a 415 as %s', async (type) =>
      expect(problemOf(await sendRaw(JSON.stringify(VALID), { 'content-type': type }))).toEqual([
        415,
        'request.unsupported_media_type',
      ]),
    );
  });

  describe('with a body that cannot be kept', () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const withPayload = (payload: string) =>
      `{"name": "x", "trigger_type": "api", "api_payload": ${payload}}`;

    it.each([
      ['nested 65 levels', withPayload(deep(64))],
      ['nested 40,000 levels', withPayload(deep(40_000))],
      ['an array nested 100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)],
      ['a __proto__ key', withPayload('{"__proto__": {"polluted": true}}')],
      ['a __proto__ key at the top', '{"name": "x", "trigger_type": "api", "__proto__": {"enabled": false}}'],
      ['a NUL character', withPayload(String.raw`{"a": "\u0000"}`)],
      ['a NUL character in a key', withPayload(String.raw`{"\u0000": 1}`)],
      ['a NUL character in the name', String.raw`{"name": "a\u0000b", "trigger_type": "api"}`],
      ['a lone high surrogate', withPayload(String.raw`{"a": "\ud800"}`)],
      ['a lone low surrogate', withPayload(String.raw`{"a": ["\udc00x"]}`)],
      ['a number beyond all bounds', withPayload('{"a": 1e999}')],
    ])('is a 422: %s', async (_, raw) => {
      expect(problemOf(await sendRaw(raw))).toEqual([422, 'request.invalid']);
    });

    it('is accepted at exactly 64 levels', async () => {
      expect((await sendRaw(withPayload(deep(63)))).status).toBe(201);
    });

    it('is a 413 above 256 KiB, on every route that reads one', async () => {
      const { id, hook_url } = await stack.api.createTrigger(VALID);
      const frame = JSON.stringify({ payload: { a: '' } }).length;
      const json = (bytes: number) => ({ payload: { a: 'x'.repeat(bytes - frame) } });
      expect((await stack.api.post(`/triggers/${id}/fire`, json(256 * 1024))).status).toBe(202);
      for (const path of [`/triggers/${id}/fire`, '/events', '/triggers', '/destinations', hook_url!])
        expect(problemOf(await stack.api.post(path, json(256 * 1024 + 1)))).toEqual([
          413,
          'request.too_large',
        ]);
      expect(await stack.api.events(`trigger_id=${id}`)).toHaveLength(1);
    });
  });

  describe('with a query that makes no sense', () => {
    it.each(['/triggers', '/events'])('is a 422 at %s', async (path) => {
      for (const [query, pointer] of BAD_QUERIES) {
        const answer = await stack.api.get<Problem>(`${path}?${query}`);
        expect([query, ...problemOf(answer)]).toEqual([query, 422, 'request.invalid']);
        expect(answer.body.errors).toMatchObject([{ pointer }]);
      }
    });

    it.each(['source=nobody', 'status=lost', 'since=yesterday', 'until=2025-01-01', 'trigger_id=1'])(
      'is a 422 at /events: %s',
      async (query) =>
        expect(problemOf(await stack.api.get(`/events?${query}`))).toEqual([422, 'request.invalid']),
    );

    it.each([
      ['10,000 characters of a value', `q=${'x'.repeat(10_000)}`],
      ['10,000 characters of a name', `${'x'.repeat(10_000)}=1`],
      ['2,000 parameters', 'label=a:b&'.repeat(1000)],
      ['a NUL character', 'q=%00'],
      ['__proto__', '__proto__=1'],
    ])('is a 422: %s', async (_, query) => {
      expect(problemOf(await stack.api.get(`/triggers?${query}`))).toEqual([422, 'request.invalid']);
    });

    it('searches for wildcards and quotes as they are', async () => {
      await stack.api.createTrigger({ name: `100% "sure" _\\ '; --`, trigger_type: 'api' });
      for (const [q, found] of [
        ['100%', 1],
        [`_\\ '; --`, 1],
        ['100_', 0],
        ['%%', 0],
      ] as const) {
        const { body } = await stack.api.get<Page<Trigger>>(`/triggers?q=${encodeURIComponent(q)}`);
        expect([q, body.data.length]).toEqual([q, found]);
      }
    });
  });

  it.each([
    ['GET', '/nothing'],
    ['DELETE', '/triggers'],
    ['GET', `/triggers/${NOBODY}/nothing`],
    ['POST', '/health/live'],
    ['GET', '/v1/v1/triggers'],
  ])('%s %s is a 404 with problem details', async (method, path) => {
    expect(problemOf(await stack.api.request(method, path))).toEqual([404, 'route.not_found']);
  });

  it('with a path that cannot be decoded is refused with problem details', async () => {
    const [status] = problemOf(await stack.api.get('/triggers/%E0%A4%A'));
    expect([400, 404]).toContain(status);
  });

  it.each(['/triggers/', '/v1/triggers', '/v1/triggers/', '/triggers/?limit=5', '/v1/triggers?limit=5'])(
    'is none that spells a path as %s',
    async (path) => expect((await stack.api.get(path)).status).toBe(200),
  );

  it('gets its X-Request-Id back if that is harmless, and a fresh one otherwise', async () => {
    const idFor = async (id: string) => {
      const headers = { 'x-request-id': id };
      const answer = await stack.api.request<Problem>('GET', `/triggers/${NOBODY}`, { headers });
      problemOf(answer);
      return answer.body.request_id;
    };
    expect(await idFor('order-7.a:b')).toBe('order-7.a:b');
    for (const harmful of ['a b', '<script>', 'x'.repeat(500)])
      expect(await idFor(harmful)).not.toBe(harmful);
    expect((await stack.api.get('/health/live')).headers.get('x-request-id')).toMatch(/\S/);
  });

  it('leaves an api behind that still works', async () => {
    const { id } = await stack.api.createTrigger(VALID);
    expect((await stack.api.fire(id)).status).toBe('recorded');
    expect(stack.apiProcess.running).toBe(true);
  });
});
