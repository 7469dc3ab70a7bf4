import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.js';
import { ADMIN_PASSWORD, type Admin, loginAsAdmin } from '../support/admin.js';
import type { Page, Problem, Trigger } from '../support/contract.js';
import { useStack } from '../support/stack.js';

type Access = 'open' | 'signed-in' | Scope;
type Scope = 'read' | 'fire' | 'manage' | 'admin';

const SCOPES: Scope[] = ['read', 'fire', 'manage', 'admin'];
const NOBODY = '01980000-0000-7000-8000-000000000000';

/** Who may call what. A route that the api has and that is not here, or the other way round, fails the suite. */
const ACCESS: Record<string, Access> = {
  'POST /triggers': 'manage',
  'POST /triggers/batch': 'manage',
  'GET /triggers': 'read',
  'GET /triggers/{id}': 'read',
  'PUT /triggers/{id}': 'manage',
  'PATCH /triggers/{id}': 'manage',
  'DELETE /triggers/{id}': 'manage',
  'POST /triggers/{id}/pause': 'manage',
  'POST /triggers/{id}/resume': 'manage',
  'POST /triggers/{id}/archive': 'manage',
  'POST /triggers/{id}/unarchive': 'manage',
  'POST /triggers/{id}/fire': 'fire',
  'POST /triggers/{id}/test': 'fire',
  'POST /triggers/test': 'fire',
  'GET /triggers/{id}/events': 'read',
  'GET /triggers/{id}/occurrences': 'read',
  'POST /triggers/{id}/plan': 'read',
  'POST /triggers/preview': 'read',
  'GET /forecast': 'read',
  'GET /forecast/occurrences': 'read',
  'POST /hooks/{token}': 'open',
  'POST /events': 'fire',
  'GET /events': 'read',
  'GET /events/export': 'read',
  'GET /events/stream': 'read',
  'GET /events/{id}': 'read',
  'PATCH /events/{id}': 'manage',
  'DELETE /events/{id}': 'manage',
  'POST /events/{id}/replay': 'fire',
  'GET /deliveries': 'read',
  'GET /deliveries/{id}': 'read',
  'POST /deliveries/{id}/retry': 'manage',
  'POST /deliveries/{id}/cancel': 'manage',
  'POST /events/replay': 'fire',
  'GET /replays': 'read',
  'GET /replays/{id}': 'read',
  'POST /replays/{id}/pause': 'fire',
  'POST /replays/{id}/resume': 'fire',
  'POST /replays/{id}/cancel': 'fire',
  'POST /retention/run': 'manage',
  'GET /retention/runs': 'read',
  'GET /retention/stats': 'read',
  'POST /retention/simulate': 'read',
  'GET /stats': 'read',
  'GET /destinations/{id}/stats': 'read',
  'POST /destinations': 'manage',
  'GET /destinations': 'read',
  'GET /destinations/{id}': 'read',
  'PATCH /destinations/{id}': 'manage',
  'DELETE /destinations/{id}': 'manage',
  'POST /destinations/{id}/enable': 'manage',
  'POST /destinations/{id}/rotate-secret': 'manage',
  'POST /destinations/{id}/test': 'fire',
  'POST /destinations/{id}/doctor': 'fire',
  'POST /destinations/preview-template': 'read',
  'GET /retention': 'read',
  'PUT /retention': 'manage',
  'DELETE /retention': 'manage',
  'POST /retention/apply': 'manage',
  'GET /retention/runs/{id}': 'read',
  'POST /retention/runs/{id}/cancel': 'manage',
  'GET /alerts': 'read',
  'PUT /alerts': 'manage',
  'POST /auth/login': 'open',
  'POST /auth/refresh': 'open',
  'POST /auth/logout': 'open',
  'POST /auth/password': 'signed-in',
  'GET /auth/me': 'signed-in',
  'POST /users': 'admin',
  'GET /users': 'admin',
  'GET /users/{id}': 'admin',
  'PATCH /users/{id}': 'admin',
  'DELETE /users/{id}': 'admin',
  'POST /projects': 'admin',
  'GET /projects': 'admin',
  'GET /projects/{id}': 'admin',
  'PATCH /projects/{id}': 'admin',
  'DELETE /projects/{id}': 'admin',
  'POST /api-keys': 'admin',
  'GET /api-keys': 'admin',
  'GET /api-keys/{id}': 'admin',
  'DELETE /api-keys/{id}': 'admin',
  'GET /audit': 'admin',
  'GET /health/live': 'open',
  'GET /health/ready': 'open',
};

const { paths } = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { security?: unknown[] }>>;
};
const documented = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

describe('Every route', () => {
  it('declares who may call it', () => {
    expect(documented.map(({ route }) => route).sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it.each(documented)('says so in the OpenAPI document: $route', ({ route, operation }) => {
    const isOpen = ACCESS[route] === 'open';
    expect(operation.security).toEqual(isOpen ? [{}] : [{ bearer: [] }]);
  });
});

describe('Access control', () => {
  const stack = useStack({
    workers: 0,
    env: {
      AUTH: 'on',
      ADMIN_PASSWORD,
      RATE_LIMIT_ADDRESS: '0',
      RATE_LIMIT_KEY: '0',
      CORS_ORIGINS: 'https://app.example.com',
    },
  });
  let admin: Admin;
  let everything: string;
  const byScope = new Map<Scope, string>();
  let expired: string;
  let revoked: string;
  let member: string;
  let stranger: ApiClient;

  beforeAll(async () => {
    admin = await loginAsAdmin(stack.api);
    everything = await admin.newKey(SCOPES);
    for (const scope of SCOPES) byScope.set(scope, await admin.newKey([scope]));
    expired = await admin.newKey(SCOPES, { expires_at: '2020-01-01T00:00:00Z' });
    revoked = await admin.revokedKey(SCOPES);
    member = await admin.newMember('member', ['default']);
    await admin.newProject('elsewhere');
    stranger = stack.api.as(await admin.newKey(SCOPES, { project: 'elsewhere' }));
  });

  /** Calls a route about things that there are not, so that nothing is changed by whoever is let in. */
  async function call(route: string, client: ApiClient): Promise<[status: number, code: string | undefined]> {
    const [method, path] = route.split(' ') as [string, string];
    const answer = await client.request<Problem>(
      method,
      path.replace('{id}', NOBODY).replace('{token}', 'x'),
    );
    return [answer.status, answer.body?.code];
  }

  describe.each(Object.entries(ACCESS))('%s (%s)', (route, access) => {
    it('lets nobody in without good credentials, unless it is open', async () => {
      const jwt = member.split('.');
      const bad = [
        undefined,
        '',
        'etp_wrong',
        `${everything}x`,
        expired,
        revoked,
        'a.b.c',
        `${jwt[0]}.${jwt[1]}.AAAA`,
      ];
      for (const token of bad) {
        const [status, code] = await call(route, stack.api.as(token));
        if (access === 'open') expect(code).not.toBe('auth.unauthenticated');
        else expect([token, status, code]).toEqual([token, 401, 'auth.unauthenticated']);
      }
    });

    it('lets in exactly those who have its scope', async () => {
      for (const [scope, key] of byScope) {
        const [status, code] = await call(route, stack.api.as(key));
        const mayCall = access === 'open' || access === 'signed-in' || access === scope;
        if (mayCall) expect([scope, code]).not.toEqual([scope, 'access.scope_missing']);
        else expect([scope, status, code]).toEqual([scope, 403, 'access.scope_missing']);
        if (mayCall) expect(code).not.toBe('auth.unauthenticated');
      }
    });

    it('lets members do all but administer, and administrators everything', async () => {
      const [, ofMember] = await call(route, stack.api.as(member));
      const [, ofAdmin] = await call(route, stack.api.as(admin.token));
      expect(ofMember === 'access.scope_missing').toBe(access === 'admin');
      expect(ofAdmin).not.toBe('access.scope_missing');
    });

    it('is not open to a member in a project of others', async () => {
      if (access === 'open') return;
      const [status, code] = await call(route, stack.api.as(member, 'elsewhere'));
      if (access === 'admin') expect(code).toBe('access.scope_missing');
      else expect([status, code]).toEqual([404, 'project.not_found']);
    });
  });

  describe('between projects', () => {
    let ids: Record<'triggers' | 'events' | 'replays' | 'destinations' | 'api-keys', string>;
    let trigger: Trigger;

    beforeAll(async () => {
      const own = stack.api.as(everything);
      trigger = await own.createTrigger({
        name: 'Ours',
        trigger_type: 'api',
        labels: { ours: 'yes' },
        external_key: 'ours',
        destinations: [{ url: 'http://127.0.0.1:9/' }],
      });
      const { id: event } = await own.fire(trigger.id);
      const { body } = await admin.client.get<Page<{ id: string }>>('/api-keys?limit=1');
      const replay = await own.post<{ replay_id: string }>('/events/replay', { filter: {} });
      ids = {
        triggers: trigger.id,
        events: event,
        replays: replay.body.replay_id,
        destinations: trigger.destinations[0]!.id,
        'api-keys': body.data[0]!.id,
      };
    });

    const withId = Object.keys(ACCESS).filter((route) =>
      /\/(triggers|events|replays|destinations|api-keys)\/\{id\}/.test(route),
    );
    it.each(withId)('nothing is found at %s', async (route) => {
      const [method, path] = route.split(' ') as [string, string];
      const kind = path.split('/')[1] as keyof typeof ids;
      const valid = { name: 'Theirs', trigger_type: 'api' };
      const json = method === 'PUT' ? valid : method === 'PATCH' ? { name: 'Theirs' } : undefined;
      const answer = await stranger.request<Problem>(method, path.replace('{id}', ids[kind]), { json });

      expect([answer.status, answer.body.code]).toEqual([
        404,
        `${kind.slice(0, -1).replace('-', '_')}.not_found`,
      ]);
    });

    it.each([
      '/triggers?archived=all',
      '/triggers?label=ours:yes',
      '/triggers?q=Ours',
      '/events?archived=all',
      '/events?label=ours:yes',
      '/replays',
      '/destinations',
      '/api-keys',
      '/audit',
    ])('no list leaks anything: %s', async (path) => {
      const { status, body } = await stranger.get<Page<{ id: string }>>(path);

      expect(status).toBe(200);
      const text = JSON.stringify(body);
      for (const id of Object.values(ids)) expect(text).not.toContain(id);
    });

    it('a cursor of one project shows nothing of it in another', async () => {
      const own = stack.api.as(everything);
      for (let n = 0; n < 2; n++) await own.createTrigger({ name: `More ${n}`, trigger_type: 'api' });
      const { body } = await own.get<Page<Trigger>>('/triggers?limit=1');

      const { body: theirs } = await stranger.get<Page<Trigger>>(`/triggers?cursor=${body.next_cursor}`);
      expect(theirs.data).toEqual([]);
    });

    it('a destination of one project is none in another, nor is a trigger', async () => {
      const refusals = await Promise.all([
        stranger.post<Problem>('/triggers', {
          name: 'x',
          trigger_type: 'api',
          destinations: [ids.destinations],
        }),
        stranger.post<Problem>('/events', { payload: {}, destinations: [ids.destinations] }),
        stranger.post<Problem>('/events', { payload: {}, trigger_id: ids.triggers }),
        stranger.post<Problem>('/triggers/batch', {
          triggers: [{ name: 'x', trigger_type: 'api', external_key: 'x', destinations: [ids.destinations] }],
        }),
      ]);

      expect(refusals.map(({ body }) => body.errors?.[0]?.pointer)).toEqual([
        '/destinations/0',
        '/destinations/0',
        '/trigger_id',
        '/triggers/0/destinations/0',
      ]);
    });

    it('the same external key may be used in each', async () => {
      const { status } = await stranger.post('/triggers', {
        name: 'x',
        trigger_type: 'api',
        external_key: 'ours',
      });

      expect(status).toBe(201);
    });

    it('a key stays in its own, whatever project its request names', async () => {
      const own = stack.api.as(everything, 'elsewhere');

      expect((await own.get(`/triggers/${ids.triggers}`)).status).toBe(200);
    });

    it('nothing is changed by all that', async () => {
      expect(await stack.api.as(everything).trigger(trigger.id)).toMatchObject({
        name: 'Ours',
        enabled: true,
      });
    });
  });

  it('answers a browser that asks for permission, which it does without credentials', async () => {
    const ask = (origin: string) =>
      stack.api.request('OPTIONS', '/triggers', {
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await ask('https://app.example.com');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://app.example.com',
    ]);
    expect((await ask('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('shows the hook URL to those alone who may change the trigger', async () => {
    const { id, hook_url } = await stack.api
      .as(byScope.get('manage'))
      .createTrigger({ name: 'Hooked', trigger_type: 'api' });
    expect(hook_url).toMatch(/\/hooks\/[\w-]{43}$/);

    expect((await stack.api.as(byScope.get('read')).trigger(id)).hook_url).toBeNull();
    expect((await stack.api.as(everything).trigger(id)).hook_url).toBe(hook_url);
    expect((await stack.api.as(member).trigger(id)).hook_url).toBe(hook_url);
  });
});
