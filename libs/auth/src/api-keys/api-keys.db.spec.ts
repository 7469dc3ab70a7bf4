import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Projects } from '../projects/projects.service.js';
import { ApiKeys } from './api-keys.service.js';
import { LastUsed } from './last-used.js';

describe('An API key', () => {
  const on = usePlatform();
  const keys = () => on.get(ApiKeys);
  const make = (rest: { expires_at?: Date } = {}) =>
    keys().create(PROJECT, { name: 'ci', scopes: ['fire', 'read', 'fire'], expires_at: null, ...rest });

  it('identifies its project and scopes', async () => {
    const { id, key } = await make();

    expect(await keys().identify(key)).toMatchObject({
      id,
      name: 'ci',
      project_id: PROJECT,
      project_slug: 'default',
      scopes: ['fire', 'read'],
    });
  });

  it('is stored as a hash, beside its beginning', async () => {
    const { id, key, prefix } = await make();
    const row = await on.row('api_keys', id);

    expect(key).toMatch(/^etp_[\w-]{43}$/);
    expect(key.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength(12);
    expect(JSON.stringify(row)).not.toContain(key.slice(12));
  });

  it('is in no answer but the first', async () => {
    const { id, key } = await make();

    expect(JSON.stringify(await keys().get(PROJECT, id))).not.toContain(key.slice(12));
    expect(JSON.stringify(await keys().list(PROJECT, 100))).not.toContain(key.slice(12));
  });

  it('that is not known, or nearly one, identifies nothing', async () => {
    const { key } = await make();
    const [last] = key.slice(-2, -1);

    for (const wrong of [
      '',
      'etp_',
      `${key}A`,
      key.slice(0, -1),
      key.slice(0, -2) + (last === 'A' ? 'BB' : 'AA'),
    ])
      expect(await keys().identify(wrong)).toBeUndefined();
  });

  it('works until it expires, also while it is kept in memory', async () => {
    const { key } = await make({ expires_at: new Date(Date.now() + 60_000) });
    expect(await keys().identify(key)).toBeDefined();

    on.setClock(61_000);
    expect(await keys().identify(key)).toBeUndefined();
    on.setClock(0);
  });

  it('that has expired already identifies nothing', async () => {
    const { key } = await make({ expires_at: new Date(Date.now() - 1000) });

    expect(await keys().identify(key)).toBeUndefined();
  });

  it('works no more once it is revoked, and is in no list', async () => {
    const { id, key } = await make();
    await keys().identify(key);
    await keys().revoke(PROJECT, id);

    expect(await keys().identify(key)).toBeUndefined();
    expect((await keys().list(PROJECT, 100)).data.map((one) => one.id)).not.toContain(id);
    await expect(keys().get(PROJECT, id)).rejects.toMatchObject({ code: 'api_key.not_found' });
    await expect(keys().revoke(PROJECT, id)).rejects.toMatchObject({ code: 'api_key.not_found' });
  });

  it('is not to be seen or revoked from another project', async () => {
    const other = await on.get(Projects).create({ slug: 'other', name: 'Other' });
    const { id, key } = await make();

    await expect(keys().get(other.id, id)).rejects.toMatchObject({ code: 'api_key.not_found' });
    await expect(keys().revoke(other.id, id)).rejects.toMatchObject({ code: 'api_key.not_found' });
    expect((await keys().list(other.id, 100)).data).toEqual([]);
    expect(await keys().identify(key)).toBeDefined();
  });

  it('notes its last use in one statement for many, and never an earlier one', async () => {
    const made = await Promise.all([make(), make()]);
    for (const { key } of made) await keys().identify(key);
    expect((await keys().get(PROJECT, made[0].id)).last_used_at).toBeNull();

    await on.get(LastUsed).write();
    const used = await Promise.all(made.map(({ id }) => keys().get(PROJECT, id)));
    for (const { last_used_at } of used) expect(last_used_at).toBeInstanceOf(Date);

    on.setClock(-3_600_000);
    await keys().identify(made[0].key);
    await on.get(LastUsed).write();
    expect((await keys().get(PROJECT, made[0].id)).last_used_at).toEqual(used[0]!.last_used_at);
    on.setClock(0);
  });

  it('with an id that is none is not found', async () => {
    for (const id of ['x', uuidV7(Date.now())])
      await expect(keys().get(PROJECT, id)).rejects.toMatchObject({ code: 'api_key.not_found' });
  });
});
