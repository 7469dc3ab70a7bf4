import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, type Admin, loginAsAdmin } from '../support/admin.js';
import type { ApiClient } from '../support/api-client.js';
import type { Page, Problem } from '../support/contract.js';
import { useStack } from '../support/stack.js';

interface Entry {
  id: string;
  project_id: string | null;
  actor_kind: string;
  actor_name: string;
  action: string;
  target_id: string | null;
  before: object | null;
  after: object | null;
  address: string;
  request_id: string;
}

describe('The audit log', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD } });
  let admin: Admin;
  let key: ApiClient;
  beforeAll(async () => {
    admin = await loginAsAdmin(stack.api);
    key = stack.api.as(await admin.newKey(['read', 'fire', 'manage', 'admin']));
  });
  const entries = async (query = '', client = admin.client) =>
    (await client.get<Page<Entry>>(`/audit?limit=200&${query}`)).body.data;

  it('has logins, good and bad, and of a name that nobody has not even the name', async () => {
    await stack.api.post('/auth/login', { username: 'admin', password: 'wrong' });
    await stack.api.post('/auth/login', { username: 'my-password-by-mistake', password: 'x' });
    const [unknown, failed] = await entries('action=auth.login_failed');
    const [login] = await entries('action=auth.login');

    expect(login).toMatchObject({ actor_kind: 'user', actor_name: 'admin', address: '127.0.0.1' });
    expect(failed).toMatchObject({ actor_kind: 'anonymous', after: { username: 'admin' } });
    expect(unknown).toMatchObject({ actor_kind: 'anonymous', target_id: null, after: null });
    expect(JSON.stringify(await entries())).not.toContain('my-password-by-mistake');
  });

  it('has an entry of every change that a key makes, with the id of its request', async () => {
    const done: [string, string, string | null][] = [];
    const change = async (action: string, method: string, path: string, json?: unknown) => {
      const answer = await key.request<{ id?: string }>(method, path, { json });
      expect([path, answer.status < 300]).toEqual([path, true]);
      done.push([action, answer.headers.get('x-request-id')!, answer.body?.id ?? path.split('/')[2]!]);
      return answer.body;
    };
    const { id } = await change('trigger.created', 'POST', '/triggers', {
      name: 't',
      trigger_type: 'api',
      payload_schema: { type: 'object' },
    });
    await change('trigger.updated', 'PATCH', `/triggers/${id}`, { name: 'u' });
    await change('trigger.updated', 'PUT', `/triggers/${id}`, { name: 'v', trigger_type: 'api' });
    for (const state of ['pause', 'resume', 'archive', 'unarchive'])
      await change('trigger.updated', 'POST', `/triggers/${id}/${state}`);
    const { id: destination } = await change('destination.created', 'POST', '/destinations', {
      url: 'http://127.0.0.1:9/',
    });
    await change('destination.updated', 'PATCH', `/destinations/${destination}`, { timeout: '5s' });
    await change('destination.updated', 'POST', `/destinations/${destination}/enable`);
    const event = await key.fire(id!);
    await change('event.updated', 'PATCH', `/events/${event.id}`, { labels: { a: 'b' } });
    await change('event.replayed', 'POST', `/events/${event.id}/replay`);
    await change('event.deleted', 'DELETE', `/events/${event.id}`);
    await change('trigger.deleted', 'DELETE', `/triggers/${id}`);
    await change('destination.deleted', 'DELETE', `/destinations/${destination}`);
    const { id: made } = await change('api_key.created', 'POST', '/api-keys', {
      name: 'k',
      scopes: ['read'],
    });
    await change('api_key.revoked', 'DELETE', `/api-keys/${made}`);

    const kept = (await entries()).filter(({ actor_kind }) => actor_kind === 'key').toReversed();
    expect(kept.map(({ action, request_id, target_id }) => [action, request_id, target_id])).toEqual(done);
  });

  it('is narrowed by project; a key sees its own alone', async () => {
    const { id } = await admin.newProject('audited');
    const elsewhere = stack.api.as(await admin.newKey(['admin'], { project: 'audited' }));

    const narrowed = await entries('project=audited');
    expect(narrowed.map(({ action }) => action)).toEqual(['api_key.created', 'project.created']);
    expect(await entries('', elsewhere)).toEqual(narrowed);
    expect(new Set(narrowed.map(({ project_id }) => project_id))).toEqual(new Set([id]));
    for (const project of ['default', 'nowhere']) {
      const { status, body } = await elsewhere.get<Problem>(`/audit?project=${project}`);
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/project']);
    }
  });

  it('is turned page by page, and cannot be written to', async () => {
    const all = (await entries()).map(({ id }) => id);
    const { body } = await admin.client.get<Page<Entry>>('/audit?limit=3');
    const { body: next } = await admin.client.get<Page<Entry>>(`/audit?limit=3&cursor=${body.next_cursor}`);

    expect([...body.data, ...next.data].map(({ id }) => id)).toEqual(all.slice(0, 6));
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await admin.client.request(method, '/audit')).status).toBe(404);
  });
});
