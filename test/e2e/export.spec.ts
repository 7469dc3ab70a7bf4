import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Event, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

const EVENTS = 50_000;
const KIB = 1024;
const MIB = KIB * KIB;

describe('An export', () => {
  // with room to be lazy, V8 leaves garbage of 200 MiB lying
  const stack = useStack({ workers: 0, env: { NODE_OPTIONS: '--max-old-space-size=128' } });

  beforeAll(async () => {
    await stack.database.query(
      `INSERT INTO events (id, project_id, source, payload, fired_at, archive_at, expires_at, unsent)
       SELECT (lpad(to_hex(floor(extract(epoch FROM now()) * 1000)::bigint - 60000 + n), 12, '0') || '7000' || '8000' || lpad(n::text, 12, '0'))::uuid,
              (SELECT id FROM projects WHERE slug = 'default'), 'manual',
              json_build_object('n', n, 'rest', repeat(md5(n::text), 64)), now(), now() + interval '1 hour', now() + interval '1 day', true
         FROM generate_series(1, ${EVENTS}) AS n`,
    );
    await stack.database.query('ANALYZE events');
  }, 60_000);

  const asked = async (path: string) => {
    const request = get(`${stack.api.origin}${path}`, { agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.on('error', () => {});
    return answer;
  };
  const resident = () => {
    const status = readFileSync(`/proc/${stack.apiProcess.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * KIB;
  };

  it('of a hundred MiB takes a fraction of them of memory, and has every event once', async () => {
    await stack.api.get('/events?limit=1');
    const before = resident();
    let peak = before;
    let bytes = 0;
    let rest = '';
    const seen = new Set<number>();
    for await (const part of (await asked('/events/export')).setEncoding('utf8')) {
      bytes += (part as string).length;
      const lines = (rest + part).split('\n');
      rest = lines.pop()!;
      for (const line of lines) seen.add(Number(/"n":(\d+)/.exec(line)![1]));
      peak = Math.max(peak, resident());
    }

    expect(rest).toBe('');
    expect(seen.size).toBe(EVENTS);
    expect(bytes).toBeGreaterThan(100 * MIB);
    expect(peak - before).toBeLessThan(64 * MIB);
  }, 60_000);

  it('is an attachment of lines of JSON, or a table', async () => {
    const { body } = await stack.api.post<Event>('/events', { payload: { name: '=1+1' } });
    const query = `q=${encodeURIComponent('"name":"=1+1"')}&archived=all`;
    const lines = await stack.api.get<string>(`/events/export?${query}`);
    expect(lines.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    expect(lines.headers.get('content-disposition')).toMatch(
      /^attachment; filename="events-default-\d{4}-\d\d-\d\dT\d{6}Z\.ndjson"$/,
    );
    const listed = await stack.api.get<{ data: Event[] }>(`/events?${query}`);
    expect(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Event),
    ).toEqual(listed.body.data);

    const table = await stack.api.get<string>(
      `/events/export?format=csv&payload.name=${encodeURIComponent('=1+1')}`,
    );
    expect(table.headers.get('content-type')).toMatch(/^text\/csv/);
    const rows = parse(table.body, { columns: true }) as Record<string, string>[];
    expect(rows).toEqual([expect.objectContaining({ id: body.id, payload: '{"name":"=1+1"}', lag_ms: '' })]);
  });

  it.each([
    ['/events/export?format=xml', '/format'],
    ['/events/export?limit=5', '/limit'],
    ['/events/export?cursor=x', '/cursor'],
    ['/events/export?status=lost', '/status'],
    ['/events/export?payload.=1', '/payload.'],
  ])('that makes no sense is refused: %s', async (path, pointer) => {
    const { status, body } = await stack.api.get<Problem>(path);

    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  it('answers a question about its header fields without reading anything', async () => {
    const { status, headers, body } = await stack.api.request('HEAD', '/events/export?format=csv');
    expect([status, body]).toEqual([200, '']);
    expect(headers.get('content-disposition')).toMatch(/\.csv"$/);
  });

  it('that cannot go on breaks its connection, and says so in the log', async () => {
    const answer = await asked('/events/export'); // and is not read: what was sent so far fills the buffers
    const unlock = await stack.database.lock('events');
    const aborted = once(answer, 'aborted');
    answer.resume();

    await aborted;
    await unlock();
    expect(answer.complete).toBe(false);
    await eventually(() => expect(stack.apiProcess.output).toContain('An export was broken off'));
    expect((await stack.api.get('/events?limit=1')).status).toBe(200);
  }, 30_000);

  it('does not keep the api from stopping', async () => {
    const answer = await asked('/events/export');
    const aborted = once(answer, 'aborted');
    const stopped = stack.apiProcess.stop();
    answer.resume();

    await aborted;
    expect(await stopped).toBe(0);
  });
});
