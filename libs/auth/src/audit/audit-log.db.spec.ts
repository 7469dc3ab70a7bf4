import { describe, expect, it } from 'vitest';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { Principal } from '../access/principal.js';
import { withRequestContext } from '../access/request-context.js';
import { AuditLog } from './audit-log.js';

const KEY: Principal = {
  kind: 'key',
  id: '01980000-0000-7000-8000-00000000000a',
  name: 'ci',
  scopes: new Set(),
  project: { id: PROJECT, slug: 'default' },
  projects: [],
};

describe('The audit log', () => {
  const on = usePlatform();
  const audit = () => on.get(AuditLog);
  const entriesOf = async (target_id: string) => (await audit().list({ target_id }, 10)).data;

  it('tells who changed what of a trigger, when, and on which request', async () => {
    const asKey = <T>(work: () => Promise<T>) =>
      withRequestContext({ requestId: 'r-1', address: '203.0.113.7', principal: KEY }, work);
    const { id } = await asKey(() => on.newTrigger({ name: 'a', labels: { team: 'x' } }));
    await asKey(() => on.triggers.change(PROJECT, id, (present) => ({ ...present, name: 'b' })));
    await asKey(() => on.triggers.set(PROJECT, id, { enabled: false }));
    await on.triggers.delete(PROJECT, id);

    const [deleted, paused, renamed, created] = await entriesOf(id);
    expect(created).toMatchObject({
      project_id: PROJECT,
      action: 'trigger.created',
      actor_kind: 'key',
      actor_id: KEY.id,
      actor_name: 'ci',
      address: '203.0.113.7',
      request_id: 'r-1',
      before: null,
      after: { name: 'a', labels: { team: 'x' } },
    });
    expect(renamed).toMatchObject({ action: 'trigger.updated', before: { name: 'a' }, after: { name: 'b' } });
    expect(paused).toMatchObject({ before: { enabled: true }, after: { enabled: false } });
    expect(deleted).toMatchObject({ action: 'trigger.deleted', after: null, actor_kind: 'platform' });
  });

  it('shows no secret of a destination', async () => {
    const { id } = await on.newDestination({ headers: { 'x-token': 'header-secret' } });
    await on.destinations.change(PROJECT, id, (present) => ({
      ...present,
      headers: { 'x-other': 'also-secret' },
    }));

    const entries = await entriesOf(id);
    expect(entries.map(({ after }) => after?.['headers'])).toEqual([['x-other'], ['x-token']]);
    expect(JSON.stringify(entries)).not.toMatch(/secret|whsec_/);
  });

  it('keeps nothing of a change that was not kept', async () => {
    const { id } = await on.newTrigger();
    const failing = on.triggers.change(PROJECT, id, (present) => ({
      ...present,
      external_key: 'x'.repeat(3) + '\0',
    }));

    await expect(failing).rejects.toThrow();
    expect(await entriesOf(id)).toHaveLength(1);
  });

  it('cannot be changed, cut or emptied', async () => {
    for (const statement of [
      'UPDATE audit_log SET actor_name = NULL',
      'DELETE FROM audit_log',
      'TRUNCATE audit_log',
    ])
      await expect(on.sql(statement)).rejects.toThrow('append-only');
  });
});
