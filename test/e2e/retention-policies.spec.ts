import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Event, Json, Page, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

interface Policy {
  archive_after: string;
  delete_after: string;
  inherited: boolean;
}
type Timed = Event & { archive_at: string | null; expires_at: string | null };
interface Run {
  id: string;
  kind: string;
  state: string;
  matched: number;
  done: number;
  changed: number;
}

const HOUR = 3_600_000;
const NOBODY = '01980000-0000-7000-8000-000000000000';

describe('Retention policies', () => {
  const stack = useStack({
    env: { RETENTION_ARCHIVE_AFTER: '3h', RETENTION_DELETE_AFTER: '9h', RETENTION_TEST_DELETE_AFTER: '30m' },
  });
  const get = async () => expecting(200, await stack.api.get<Policy>('/retention'));
  const put = (body: unknown) => stack.api.put<Policy & Problem>('/retention', body);
  const reset = async () => expecting(200, await stack.api.delete<Policy>('/retention'));
  const lifeOf = ({ fired_at, archive_at, expires_at }: Timed) =>
    [archive_at, expires_at].map((at) => at && Date.parse(at) - Date.parse(fired_at));
  const made = async () => expecting(201, await stack.api.post<Timed>('/events', { payload: {} }));

  it('are the installation’s, then the project’s for the very next event, and the installation’s again', async () => {
    const inherited = { archive_after: '3h', delete_after: '9h', inherited: true };
    expect(await get()).toEqual(inherited);
    expect(lifeOf(await made())).toEqual([3 * HOUR, 9 * HOUR]);

    const own = { archive_after: '90s', delete_after: '2h', inherited: false };
    expect(expecting(200, await put({ archive_after: '90s', delete_after: '2h' }))).toEqual(own);
    expect(await get()).toEqual(own);
    expect(lifeOf(await made())).toEqual([90_000, 2 * HOUR]);
    expect(expecting(200, await put({ archive_after: '1s', delete_after: 'never' }))).toMatchObject({
      delete_after: 'never',
    });

    expect(await reset()).toEqual(inherited);
    expect(lifeOf(await made())).toEqual([3 * HOUR, 9 * HOUR]);
    const tested = expecting(
      200,
      await stack.api.post<Timed>('/triggers/test', { name: 'x', trigger_type: 'api' }),
    );
    expect(lifeOf(tested)).toEqual([HOUR / 6, HOUR / 2]);
    const { body } = await stack.api.get<Page<Json>>('/audit?action=retention.updated');
    expect(body.data).toHaveLength(3);
  });

  it.each([
    ['nothing', undefined, ['/archive_after', '/delete_after']],
    ['null', null, ['/archive_after', '/delete_after']],
    ['half of it', { archive_after: '1h' }, ['/delete_after']],
    ['what is no duration', { archive_after: 'soon', delete_after: '1h' }, ['/archive_after']],
    ['a number', { archive_after: 60, delete_after: '1h' }, ['/archive_after']],
    ['less than a second', { archive_after: '500ms', delete_after: '1h' }, ['/archive_after']],
    ['more than 400 days', { archive_after: '1h', delete_after: '401d' }, ['/delete_after']],
    ['an end before the archive', { archive_after: '2h', delete_after: '1h' }, ['/delete_after']],
    ['an end and no archive', { archive_after: 'never', delete_after: '48h' }, ['/delete_after']],
    ['an unknown field', { archive_after: '1h', delete_after: '2h', inherited: true }, ['/inherited']],
    ['a list', [], ['']],
  ])('cannot be %s', async (_, body, pointers) => {
    const { status, body: problem } = await put(body);

    expect(status).toBe(422);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(problem.errors?.every(({ detail }) => detail.length > 5)).toBe(true);
    expect(await get()).toMatchObject({ inherited: true });
  });

  it('reach the events that there are by a run, which goes on though its worker is killed', async () => {
    const trigger = await stack.api.createTrigger({ name: 'Applied', trigger_type: 'api' });
    const ids = await Promise.all(
      Array.from({ length: 30 }, async () => (await stack.api.fire(trigger.id)).id),
    );
    const archived = ids[0]!;
    expecting(200, await stack.api.patch(`/events/${archived}`, { archived: true }));
    expecting(200, await put({ archive_after: '1h', delete_after: '30d' }));

    const started = await stack.api.post<Run>('/retention/apply', { trigger_id: trigger.id });
    const { id } = expecting(202, started);
    expect(started.headers.get('location')).toBe(`/retention/runs/${id}`);
    expect(started.body).toMatchObject({ kind: 'apply', state: 'running', matched: 30 });
    const again = await stack.api.post<Problem>('/retention/apply');
    expect([again.status, again.body.code]).toEqual([409, 'retention.apply_running']);
    await stack.killWorkers();
    await stack.startWorker();
    const run = await eventually(async () => {
      const now = expecting(200, await stack.api.get<Run>(`/retention/runs/${id}`));
      expect(now.state).toBe('done');
      return now;
    });

    expect(run).toMatchObject({ matched: 30, done: 30, changed: 30 });
    const events = await stack.api.events(`trigger_id=${trigger.id}&archived=all&limit=200`);
    expect(new Set(events.map((event) => lifeOf(event as Timed).join()))).toEqual(
      new Set([`${HOUR},${720 * HOUR}`]),
    );
    const [{ lies_in }] = (await stack.database.query(
      'SELECT tableoid::regclass::text AS lies_in FROM events WHERE id = $1',
      [archived],
    )) as [{ lies_in: string }];
    expect(lies_in).toMatch(/^events_b5_/);
    const ended = await stack.api.post<Problem>(`/retention/runs/${id}/cancel`);
    expect([ended.status, ended.body.code]).toEqual([409, 'retention_run.ended']);
  });

  it('are applied to what there is, and a run that there is not is not found', async () => {
    const faulty = await stack.api.post<Problem>('/retention/apply', { trigger_id: NOBODY });
    expect([faulty.status, faulty.body.errors?.[0]?.pointer]).toEqual([422, '/trigger_id']);
    const unknown = await stack.api.post<Problem>('/retention/apply', { since: 'ever' });
    expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([422, '/since']);
    for (const answer of [
      await stack.api.get<Problem>(`/retention/runs/${NOBODY}`),
      await stack.api.get<Problem>('/retention/runs/none'),
      await stack.api.post<Problem>(`/retention/runs/${NOBODY}/cancel`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'retention_run.not_found']);

    const { id } = expecting(202, await stack.api.post<Run>('/retention/apply', {}));
    expect(expecting(200, await stack.api.post<Run>(`/retention/runs/${id}/cancel`))).toMatchObject({
      state: 'cancelled',
    });
  });
});
