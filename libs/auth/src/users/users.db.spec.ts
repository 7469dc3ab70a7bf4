import { beforeEach, describe, expect, it } from 'vitest';
import { usePlatform } from '../../../../test/support/platform.js';
import { Projects } from '../projects/projects.service.js';
import { FirstAdmin } from './first-admin.js';
import { Users } from './users.service.js';
import { UsersRepository } from './users.repository.js';
import type { Config } from '@app/config';

const PASSWORD = 'correct horse';

describe('A user', () => {
  const on = usePlatform();
  const users = () => on.get(Users);
  beforeEach(() => on.sql('DELETE FROM users'));

  it('is a member in no project, unless it is said otherwise', async () => {
    const made = await users().create({ username: 'Ada', password: PASSWORD });

    expect(made).toMatchObject({ username: 'ada', role: 'member', enabled: true, projects: [] });
    expect(await users().get(made.id)).toEqual(made);
    expect(made).not.toHaveProperty('password_hash');
  });

  it('has a name of their own, whatever its case', async () => {
    await users().create({ username: 'ada', password: PASSWORD });

    await expect(users().create({ username: 'ADA', password: PASSWORD })).rejects.toMatchObject({
      code: 'user.username_taken',
    });
  });

  it('works in the projects that are named, and only if there are such', async () => {
    await on.get(Projects).create({ slug: 'billing', name: 'Billing' });
    const { id } = await users().create({
      username: 'ada',
      password: PASSWORD,
      projects: ['billing', 'default'],
    });
    const slugs = async () => (await users().get(id)).projects.map(({ slug }) => slug);
    expect(await slugs()).toEqual(['billing', 'default']);

    await users().change(id, { projects: ['default'] });
    expect(await slugs()).toEqual(['default']);
    await expect(users().change(id, { projects: ['default', 'nowhere'] })).rejects.toMatchObject({
      faults: [{ pointer: '/projects/1', detail: 'there is no such project' }],
    });
    expect(await slugs()).toEqual(['default']);
  });

  it('is known at once as they were changed', async () => {
    const { id } = await users().create({ username: 'ada', password: PASSWORD });
    expect(await users().known(id)).toMatchObject({ role: 'member' });
    await users().change(id, { role: 'admin' });

    expect(await users().known(id)).toMatchObject({ role: 'admin', session_version: 2 });
  });

  it.each([
    ['deleted', (id: string) => users().delete(id)],
    ['made a member', (id: string) => users().change(id, { role: 'member' })],
    ['disabled', (id: string) => users().change(id, { enabled: false })],
  ])('who is the last administrator cannot be %s', async (_, remove) => {
    const { id } = await users().create({ username: 'boss', password: PASSWORD, role: 'admin' });
    await users().create({ username: 'retired', password: PASSWORD, role: 'admin', enabled: false });

    await expect(remove(id)).rejects.toMatchObject({ code: 'user.last_admin' });
    expect(await users().get(id)).toMatchObject({ role: 'admin', enabled: true });
  });

  it('and another, both administrators, cannot remove each other at once', async () => {
    const make = (username: string) => users().create({ username, password: PASSWORD, role: 'admin' });
    const [one, two] = [await make('one'), await make('two')];
    const outcomes = await Promise.allSettled([users().delete(one.id), users().delete(two.id)]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await on.count(`SELECT count(*) FROM users WHERE role = 'admin'`)).toBe(1);
  });
});

describe('The first start', () => {
  const on = usePlatform();
  const start = (adminPassword?: string) => {
    const config = { auth: { mode: 'on', adminPassword } } as Config;
    return new FirstAdmin(on.get(UsersRepository), on.get(Users), config).onApplicationBootstrap();
  };
  beforeEach(() => on.sql('DELETE FROM users'));

  it('makes one admin, however many processes start at once, and no later start makes another', async () => {
    await Promise.all([start(PASSWORD), start(PASSWORD), start(PASSWORD)]);
    await start('something else');

    expect(await on.sql('SELECT username, role FROM users')).toEqual([{ username: 'admin', role: 'admin' }]);
  });
});
