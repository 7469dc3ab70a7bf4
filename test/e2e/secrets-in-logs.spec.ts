import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, loginAsAdmin } from '../support/admin.js';
import { AppProcess } from '../support/app-process.js';
import type { Destination, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { Secrets } from '../support/leaks.js';
import { useReceiver } from '../support/receiver.js';
import { SETTINGS, useStack } from '../support/stack.js';

const random = (): string => randomBytes(18).toString('base64url');
const ENV = { LOG_LEVEL: 'trace', APP_SECRET_PREVIOUS: `previous-${random()}-${random()}` };

describe.each(['production', 'development'])('A secret (NODE_ENV=%s)', (NODE_ENV) => {
  const stack = useStack({ env: { ...ENV, NODE_ENV } });
  const receiver = useReceiver();
  const secrets = new Secrets();
  /** Every answer that is not the one which tells the secret once. */
  const answers: string[] = [];

  const ask = async <T>(method: string, path: string, json?: unknown): Promise<T> => {
    const { status, headers, body } = await stack.api.request<T>(method, path, { json });
    answers.push(`${method} ${status} ${JSON.stringify([...headers])} ${JSON.stringify(body)}`);
    return body;
  };

  it('is in no line of api or workers, and in no answer after the one that tells it', async () => {
    secrets.add('APP_SECRET', SETTINGS.APP_SECRET);
    secrets.add('APP_SECRET_PREVIOUS', ENV.APP_SECRET_PREVIOUS);
    const header = secrets.add('the value of a secret header', random());
    const second = secrets.add('the value of a changed secret header', random());
    const payload = random(); // not a secret to the api, which shows it, but to its log

    // what goes well
    const good = receiver.endpoint();
    const made = await stack.api.createTrigger({
      name: 'Secretive',
      trigger_type: 'api',
      api_payload: { card: payload },
      destinations: [{ url: good.url, headers: { authorization: `Bearer ${header}` } }],
    });
    const { id, secret } = good.trust(made).destinations[0]!;
    secrets.add('a signing secret', secret!);
    secrets.add('a signing secret without its prefix', secret!.replace('whsec_', ''));
    const token = made.hook_url!.split('/').at(-1)!;
    await ask('POST', `/triggers/${made.id}/fire`);
    await eventually(() => expect(good.deliveries).toHaveLength(1));
    expect(good.requests[0]!.headers.authorization).toBe(`Bearer ${header}`);
    await ask('PATCH', `/destinations/${id}`, { headers: { 'x-api-key': second } });
    for (const path of ['/destinations', `/destinations/${id}`, '/triggers', '/events'])
      await ask('GET', path);
    await ask('POST', `/hooks/${token}`, { card: payload });
    await ask('POST', `/triggers/${made.id}/test`);
    const draft = { name: 'Draft', trigger_type: 'api', destinations: [id] };
    await ask('POST', '/triggers/test', { ...draft, payload: { card: payload } });

    // deliveries that fail, in each way there is
    const failing = [
      receiver.endpoint(500),
      receiver.endpoint(410),
      receiver.endpoint({ status: 302, headers: { location: '/elsewhere' } }),
      receiver.endpoint('hang'),
    ].map(({ url }) => url);
    const retry = { max_attempts: 1 };
    const headers = { authorization: header };
    for (const url of [...failing, 'http://127.0.0.1:9/', 'http://nowhere.invalid/']) {
      const bad = await stack.api.createTrigger({
        name: 'Failing',
        trigger_type: 'api',
        destinations: [{ url, headers, retry, timeout: '1s' }],
      });
      secrets.add(`the signing secret of ${url}`, bad.destinations[0]!.secret!);
      await stack.api.fire(bad.id, { card: payload });
    }
    await eventually(async () =>
      expect(await stack.database.count(`SELECT count(*) FROM deliveries WHERE status = 'dead'`)).toBe(6),
    );

    // requests that are refused
    const url = good.url;
    await ask<Destination>('POST', '/destinations', { url, headers: { 'bad name': header } });
    await ask<Destination>('POST', '/destinations', { url: `http://user:${header}@10.0.0.1/`, headers });
    await ask<Trigger>('POST', '/triggers', { name: 'x', trigger_type: 'api', secret: header });
    await ask('POST', `/hooks/${token}`, [payload]);
    await ask('GET', `/hooks/${token}?token=${header}`);

    // errors of the database that come with parameters, whole rows, and values in their messages
    for (const rule of [
      `ALTER TABLE destinations ADD CONSTRAINT refuses CHECK (name <> 'refused')`,
      `ALTER TABLE triggers ADD CONSTRAINT refuses CHECK (name <> 'refused')`,
      `ALTER TABLE events ADD CONSTRAINT refuses CHECK (payload::text NOT LIKE '%refused%')`,
      `ALTER TABLE destinations ADD CONSTRAINT casts CHECK (name <> 'cast' OR url::integer > 0)`,
    ])
      await stack.database.query(rule);
    const before = answers.length;
    for (const name of ['refused', 'cast'])
      await ask<Destination>('POST', '/destinations', { name, url: `${url}?key=${header}`, headers });
    await ask('PATCH', `/destinations/${id}`, { name: 'refused', headers });
    await ask('PATCH', `/triggers/${made.id}`, { name: 'refused', api_payload: { card: payload } });
    await ask('POST', `/triggers/${made.id}/fire`, { payload: { refused: true, card: payload } });
    await ask('POST', `/hooks/${token}`, { refused: true, card: payload });
    expect(answers.slice(before).map((answer) => answer.split(' ')[1])).toEqual(Array(6).fill('500'));

    // a worker that meets a secret that it cannot open, and a database that goes away under everybody
    await stack.database.query(`UPDATE destinations SET secret_sealed = 'ffffffff.' || secret_sealed`);
    await ask('POST', `/triggers/${made.id}/fire`, { payload: { card: payload } });
    await eventually(() => expect(stack.output()).toMatch(/another APP_SECRET/));
    await stack.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await eventually(async () => expect((await stack.api.get('/triggers')).status).toBe(200));

    expect(secrets.foundIn(answers.join('\n'))).toEqual([]);
    secrets.add('a hook token', token); // the answers show it to whoever may manage the trigger
    secrets.add('a payload', payload);
    secrets.add('the database', stack.database.url);
    const sealed = await stack.database.query<{ text: string }>(
      `SELECT headers_sealed AS text FROM destinations WHERE headers_sealed IS NOT NULL
       UNION SELECT hook_token_sealed FROM triggers WHERE hook_token_sealed IS NOT NULL`,
    );
    sealed.forEach(({ text }, n) => secrets.add(`sealed text ${n}`, text));
    expect(sealed.length).toBeGreaterThan(1);
    expect(secrets.foundIn(stack.output())).toEqual([]);
    expect(stack.output()).toContain('violates check constraint');
  });
});

describe.each(['production', 'development'])('A credential (NODE_ENV=%s)', (NODE_ENV) => {
  const stack = useStack({ workers: 0, env: { ...ENV, NODE_ENV, AUTH: 'on', ADMIN_PASSWORD } });

  it('is in no line of the log, and in no answer after the one that tells it', async () => {
    const secrets = new Secrets();
    const answers: string[] = [];
    const ask = async (method: string, path: string, client = stack.api, json?: unknown) => {
      const { headers, body } = await client.request(method, path, { json });
      answers.push(JSON.stringify([...headers]) + JSON.stringify(body));
    };
    secrets.add("the administrator's password", ADMIN_PASSWORD);
    const admin = await loginAsAdmin(stack.api);
    secrets.add('an access token', admin.token);
    const key = secrets.add('an API key', await admin.newKey(['read', 'admin']));
    const password = secrets.add('a wrong password', random());
    const next = secrets.add('a new password', random());
    const grace = await admin.newMember('grace', ['default']);
    secrets.add("a member's access token", grace);
    const { body } = await stack.api.post<{ refresh_token: string; access_token: string }>('/auth/login', {
      username: 'grace',
      password: 'a-member-of-the-tests',
    });
    const { refresh_token } = body;
    secrets.add('a refresh token', refresh_token);
    secrets.add('another access token', body.access_token);
    expect((await stack.api.post('/auth/refresh', { refresh_token })).status).toBe(200);

    await ask('POST', '/auth/login', stack.api, { username: 'grace', password });
    await ask('POST', '/auth/login', stack.api, { username: password, password });
    await ask('POST', '/auth/login', stack.api, { username: 'grace', password, extra: password });
    await ask('POST', '/auth/refresh', stack.api, { refresh_token });
    await ask('POST', '/auth/logout', stack.api, { refresh_token });
    await ask('POST', '/auth/password', stack.api.as(grace), {
      current_password: password,
      new_password: next,
    });
    for (const path of [
      '/auth/me',
      '/api-keys',
      '/users',
      '/audit',
      '/triggers',
      `/triggers?access_token=${key}`,
    ]) {
      await ask('GET', path, stack.api.as(key));
      await ask('GET', path, stack.api.as(`${key}x`));
      await ask('GET', path, admin.client);
    }

    // errors of the database that come with hashes, names and whole rows
    for (const table of ['users', 'api_keys', 'refresh_tokens', 'audit_log'])
      await stack.database.query(`ALTER TABLE ${table} ADD CONSTRAINT refuses CHECK (false) NOT VALID`);
    await ask('POST', '/users', admin.client, { username: 'heidi', password: next });
    await ask('POST', '/api-keys', admin.client, { name: 'k', scopes: ['read'] });
    await ask('POST', '/auth/login', stack.api, { username: 'grace', password: 'a-member-of-the-tests' });
    await eventually(() => expect(stack.output()).toContain('violates check constraint'));
    const hashes = await stack.database.query<{ hash: string }>(`SELECT password_hash AS hash FROM users`);
    hashes.forEach(({ hash }, n) => secrets.add(`password hash ${n}`, hash));

    expect(secrets.foundIn(answers.join('\n'))).toEqual([]);
    expect(secrets.foundIn(stack.output())).toEqual([]);
  });
});

describe('A start that fails', () => {
  it.each([
    ['DATABASE_URL', `postgres://etp:${random()}@[nowhere/etp`],
    ['APP_SECRET', random().slice(0, 20)],
    ['APP_SECRET_PREVIOUS', random().slice(0, 20)],
  ])('shows nothing of %s', async (name, value) => {
    const secrets = new Secrets();
    secrets.add(name, /:([^:@/]+)@/.exec(value)?.[1] ?? value);
    const env = { ...SETTINGS, DATABASE_URL: 'postgres://nowhere', QUEUE_BACKEND: 'postgres', [name]: value };
    const failure = await AppProcess.start('worker', env).catch((error: Error) => error.message);

    expect(failure).toMatch(/ended \(1\) before it was ready/);
    expect(secrets.foundIn(String(failure))).toEqual([]);
  });
});
