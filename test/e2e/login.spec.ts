import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, type Admin, login, loginAsAdmin } from '../support/admin.js';
import type { ApiClient } from '../support/api-client.js';
import type { Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { SETTINGS, useStack } from '../support/stack.js';

interface Me {
  kind: string;
  name: string;
  scopes: string[];
  project: string;
  projects: string[] | null;
}

describe('A person', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD, RATE_LIMIT_LOGIN: '0' } });
  let admin: Admin;
  let otherApi: ApiClient;
  beforeAll(async () => {
    admin = await loginAsAdmin(stack.api);
    otherApi = await stack.startAnotherApi();
  });
  const me = (token: string, api = stack.api) => api.as(token).get<Me>('/auth/me');

  it('logs in with name and password, and is told who they are', async () => {
    const answer = await stack.api.post('/auth/login', { username: 'ADMIN', password: ADMIN_PASSWORD });

    expect(answer).toMatchObject({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^eyJ/),
        refresh_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 900,
      },
    });
    expect((await me((answer.body as { access_token: string }).access_token)).body).toMatchObject({
      kind: 'user',
      name: 'admin',
      scopes: ['read', 'fire', 'manage', 'admin'],
      project: 'default',
      projects: null,
    });
  });

  it('stays logged in by exchanging tokens, in every process', async () => {
    const first = await login(stack.api, 'admin', ADMIN_PASSWORD);
    const { refresh_token } = first;
    const { status, body } = await otherApi.post<typeof first>('/auth/refresh', { refresh_token });

    expect(status).toBe(200);
    expect((await me(body.access_token)).status).toBe(200);
    expect((await stack.api.post('/auth/refresh', { refresh_token })).status).toBe(401);
    expect((await stack.api.post('/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(401);
  });

  it('logs out', async () => {
    const { refresh_token } = await login(stack.api, 'admin', ADMIN_PASSWORD);

    expect((await stack.api.post('/auth/logout', { refresh_token })).status).toBe(204);
    expect((await stack.api.post('/auth/refresh', { refresh_token })).status).toBe(401);
  });

  it('changes their password, which ends their sessions in every process', async () => {
    await admin.newMember('grace', ['default']);
    const before = await login(stack.api, 'grace', 'a-member-of-the-tests');
    await me(before.access_token, otherApi);
    const change = { current_password: 'a-member-of-the-tests', new_password: 'another-password' };
    const { status, body } = await stack.api
      .as(before.access_token)
      .post<{ access_token: string }>('/auth/password', change);

    expect(status).toBe(200);
    expect((await me(body.access_token)).status).toBe(200);
    for (const api of [stack.api, otherApi])
      await eventually(async () => expect((await me(before.access_token, api)).status).toBe(401), {
        within: 5500,
      });
    await login(otherApi, 'grace', 'another-password');
  });

  it('who is deleted has no access left, in any process', async () => {
    const token = await admin.newMember('mallory', ['default']);
    expect((await me(token, otherApi)).status).toBe(200);
    const { body } = await admin.client.get<Page<{ id: string; username: string }>>('/users');
    await admin.client.delete(`/users/${body.data.find(({ username }) => username === 'mallory')!.id}`);

    for (const api of [stack.api, otherApi])
      await eventually(async () => expect((await me(token, api)).status).toBe(401), { within: 5500 });
  });

  it('sees the project that they name, if it is one of theirs', async () => {
    await admin.newProject('theirs');
    const member = await admin.newMember('heidi', ['theirs']);

    expect((await stack.api.as(member, 'theirs').get<Me>('/auth/me')).body.project).toBe('theirs');
    expect((await me(member)).body).toMatchObject({ project: 'theirs', projects: ['theirs'] });
    for (const project of [undefined, 'default', 'nowhere'])
      expect((await stack.api.as(member, project).get<Problem>('/triggers')).body.code).toBe(
        'project.not_found',
      );
    await stack.api.as(member, 'theirs').createTrigger({ name: 'Theirs', trigger_type: 'api' });
    expect((await admin.client.get<Page<Trigger>>('/triggers?q=Theirs')).body.data).toEqual([]);
  });

  it.each([
    ['no name', { password: 'x' }, '/username'],
    ['no password', { username: 'x' }, '/password'],
    ['a name that is an object', { username: { $ne: '' }, password: 'x' }, '/username'],
    ['something else besides', { username: 'x', password: 'x', role: 'admin' }, '/role'],
  ])('is told what is wrong with %s', async (_, body, pointer) => {
    const { status, body: problem } = await stack.api.post<Problem>('/auth/login', body);

    expect([status, problem.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('waits after five wrong passwords, whether or not there is such a user', async () => {
    for (const username of ['admin', 'somebody']) {
      await stack.database.query('DELETE FROM login_attempts');
      const statuses = [];
      for (let tried = 0; tried < 6; tried++) {
        const answer = await stack.api.post<Problem>('/auth/login', { username, password: 'wrong' });
        statuses.push(answer.status);
        if (answer.status !== 429) continue;
        expect(answer.body.code).toBe('auth.too_many_attempts');
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    }
    await stack.database.query('DELETE FROM login_attempts');
  });
});

describe('Somebody who forges', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD } });
  let admin: Admin;
  beforeAll(async () => (admin = await loginAsAdmin(stack.api)));

  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('a token finds no key that signs it', async () => {
    const [header, payload, signature] = admin.token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const signed = (key: string, alg = 'HS256') => {
      const text = `${base64({ alg, typ: 'at+jwt' })}.${payload}`;
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const forgeries = [
      `${base64({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${base64({ alg: 'None', typ: 'at+jwt' })}.${payload}.${signature}`,
      signed(''),
      signed(SETTINGS.APP_SECRET),
      signed(SETTINGS.APP_SECRET, 'RS256'),
      signed(header),
      `${header}.${base64({ ...claims, exp: 9_999_999_999 })}.${signature}`,
      `${header}.${base64({ ...claims, sv: 2 })}.${signature}`,
    ];
    for (const token of forgeries)
      expect([token, (await stack.api.as(token).get('/triggers')).status]).toEqual([token, 401]);
    expect((await admin.client.get('/triggers')).status).toBe(200);
  });

  it.each([
    ['in the query', `/triggers?access_token=TOKEN`, {}],
    ['as Basic', '/triggers', { authorization: 'Basic TOKEN' }],
    ['without a scheme', '/triggers', { authorization: 'TOKEN' }],
    ['twice', '/triggers', { authorization: 'Bearer TOKEN, Bearer TOKEN' }],
    ['as a cookie', '/triggers', { cookie: 'access_token=TOKEN' }],
  ])('is not let in with a good token %s', async (_, path, headers) => {
    const put = (text: string) => text.replaceAll('TOKEN', admin.token);
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)]));

    expect((await stack.api.request('GET', put(path), { headers: sent })).status).toBe(401);
  });

  it('what only the platform sets is refused by name', async () => {
    const fields = [
      'id',
      'project_id',
      'project',
      'created_at',
      'updated_at',
      'revision',
      'run_count',
      'hook_url',
    ];
    for (const field of fields) {
      const { status, body } = await admin.client.post<Problem>('/triggers', {
        name: 'x',
        trigger_type: 'api',
        [field]: '01980000-0000-7000-8000-000000000000',
      });
      expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([422, [`/${field}`]]);
    }
    for (const [path, body, field] of [
      ['/users', { username: 'x', password: 'x'.repeat(10) }, 'session_version'],
      ['/users', { username: 'x', password: 'x'.repeat(10) }, 'password_hash'],
      ['/projects', { slug: 'x', name: 'x' }, 'id'],
      ['/api-keys', { name: 'x', scopes: ['read'] }, 'project_id'],
      ['/destinations', { url: 'https://example.com' }, 'project_id'],
      ['/destinations', { url: 'https://example.com' }, 'secret'],
    ] as const) {
      const answer = await admin.client.post<Problem>(path, { ...body, [field]: 'x' });
      expect([path, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([path, 422, `/${field}`]);
    }
  });

  it('a header in a name or a label gets it nowhere but into JSON', async () => {
    const name = 'x\r\nSet-Cookie: a=b\r\n\r\n<script>';
    const answer = await admin.client.post<Trigger>('/triggers', {
      name,
      trigger_type: 'api',
      labels: { team: name },
    });

    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.body).toMatchObject({ name, labels: { team: name } });
    const listed = await admin.client.get(`/triggers?q=${encodeURIComponent('\r\nSet-Cookie: a=b')}`);
    expect([listed.status, listed.headers.get('set-cookie')]).toEqual([200, null]);
  });

  it('a hook token is told nothing by how long the refusal takes', async () => {
    const { hook_url } = await admin.client.createTrigger({ name: 'Hooked', trigger_type: 'api' });
    const token = hook_url!.split('/').at(-1)!;
    const near = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    const far = 'x'.repeat(token.length);
    const took = async (guess: string) => {
      const before = performance.now();
      expect((await stack.api.post(`/hooks/${guess}`)).status).toBe(404);
      return performance.now() - before;
    };
    // by turns, so that whatever else the machine does meets both, and the fastest, which it met least: it only ever adds;
    // the hash decides, so a near guess is as far as any
    const times = { near: [] as number[], far: [] as number[] };
    for (let n = 0; n < 40; n++) {
      times.near.push(await took(near));
      times.far.push(await took(far));
    }
    expect(Math.abs(Math.min(...times.near) - Math.min(...times.far))).toBeLessThan(5);
  });
});

describe('A key', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD } });

  it('that is revoked works no more in any process within five seconds', async () => {
    const admin = await loginAsAdmin(stack.api);
    const otherApi = await stack.startAnotherApi();
    const made = await admin.client.post<{ id: string; key: string }>('/api-keys', {
      name: 'x',
      scopes: ['read'],
    });
    const { id, key } = made.body;
    for (const api of [stack.api, otherApi]) expect((await api.as(key).get('/triggers')).status).toBe(200);
    await admin.client.delete(`/api-keys/${id}`);

    for (const api of [stack.api, otherApi])
      await eventually(async () => expect((await api.as(key).get('/triggers')).status).toBe(401), {
        within: 5500,
      });
  });
});

describe('The first start without ADMIN_PASSWORD', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on' } });

  it('prints a password of its own, once, that opens the door', async () => {
    const printed = /The first user is admin, with the password (\S+)/;
    const [, password] = await eventually(() => {
      const found = printed.exec(stack.log());
      expect(found).not.toBeNull();
      return found!;
    });
    await login(stack.api, 'admin', password!);

    const before = stack.log().match(new RegExp(printed, 'g'))!.length;
    await stack.apiProcess.stop();
    await stack.startApi();
    await login(stack.api, 'admin', password!);
    expect(stack.log().match(new RegExp(printed, 'g'))).toHaveLength(before);
  });
});
