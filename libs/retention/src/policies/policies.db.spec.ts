import { beforeEach, describe, expect, it } from 'vitest';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Policies } from './policies.js';

const OF_INSTALLATION = { archive_after: '2h', delete_after: '48h', inherited: true };

describe('The policy of a project', () => {
  const on = usePlatform();
  const policies = () => on.get(Policies);
  beforeEach(() => policies().set(PROJECT, null));

  it('is the installation’s until it has one of its own, which is told as it was written', async () => {
    expect(await policies().get(PROJECT)).toEqual(OF_INSTALLATION);
    const own = { archive_after: '90s', delete_after: '0.5h', inherited: false };
    expect(await policies().set(PROJECT, { archive_after: '90s', delete_after: '0.5h' })).toEqual(own);
    expect(await policies().get(PROJECT)).toEqual(own);

    expect(await policies().set(PROJECT, null)).toEqual(OF_INSTALLATION);
    expect(await policies().get(PROJECT)).toEqual(OF_INSTALLATION);
  });

  it('is changed in the audit log, too', async () => {
    await policies().set(PROJECT, { archive_after: '2h', delete_after: 'never' });
    const [entry] = await on.sql('SELECT * FROM audit_log ORDER BY id DESC LIMIT 1');

    expect(entry).toMatchObject({
      action: 'retention.updated',
      target_id: PROJECT,
      before: { delete_after: '48h', inherited: true },
      after: { delete_after: 'never', inherited: false },
    });
  });

  it('of no project is none', async () => {
    const nobody = '01980000-0000-7000-8000-000000000000';

    await expect(policies().get(nobody)).rejects.toMatchObject({ code: 'project.not_found' });
    await expect(policies().set(nobody, null)).rejects.toMatchObject({ code: 'project.not_found' });
  });
});
