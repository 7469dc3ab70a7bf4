import { describe, expect, it } from 'vitest';
import { DEFAULT_PROJECT } from '@app/database';
import { usePlatform } from '../../../../test/support/platform.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { Projects } from './projects.service.js';

describe('A project', () => {
  const on = usePlatform();
  const projects = () => on.get(Projects);

  it('is found by its id, its slug, and as what a request names', async () => {
    const made = await projects().create({ slug: 'found', name: 'Found' });

    expect(await projects().get(made.id)).toEqual(made);
    expect(await projects().get('found')).toEqual(made);
    expect(await projects().refOf('found')).toEqual({ id: made.id, slug: 'found' });
    expect(await projects().refOf('default')).toEqual(DEFAULT_PROJECT);
    expect(await projects().refOf('nowhere')).toBeUndefined();
    await expect(projects().get('nowhere')).rejects.toMatchObject({ code: 'project.not_found' });
  });

  it('has a slug of its own', async () => {
    await expect(projects().create({ slug: 'default', name: 'Again' })).rejects.toMatchObject({
      code: 'project.slug_taken',
    });
  });

  it('can be renamed', async () => {
    const { id } = await projects().create({ slug: 'renamed', name: 'Old' });

    expect(await projects().rename('renamed', 'New')).toMatchObject({ id, name: 'New' });
    expect(await projects().get(id)).toMatchObject({ slug: 'renamed', name: 'New' });
  });

  it('can be deleted when it is empty, with its keys', async () => {
    const { id } = await projects().create({ slug: 'emptied', name: 'Emptied' });
    const { key } = await on.get(ApiKeys).create(id, { name: 'k', scopes: ['read'], expires_at: null });
    const { trigger } = await on.triggers.create(id, { name: 't', trigger_type: 'api' });
    await projects().refOf('emptied');

    await expect(projects().delete(id)).rejects.toMatchObject({ code: 'project.not_empty' });
    await on.triggers.delete(id, trigger.id);
    await projects().delete(id);

    expect(await projects().refOf('emptied')).toBeUndefined();
    expect(await on.get(ApiKeys).identify(key)).toBeUndefined();
  });

  it('that is the default one stays', async () => {
    await expect(projects().delete('default')).rejects.toMatchObject({ code: 'project.is_default' });
  });
});
