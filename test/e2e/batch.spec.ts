import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { ADMIN_PASSWORD, loginAsAdmin } from '../support/admin.js';
import { expecting, type ApiClient } from '../support/api-client.js';
import { runCli } from '../support/cli.js';
import type { Json, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { rawBytes, rawRequest } from '../support/raw-http.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

interface Batched {
  id: string | null;
  external_key: string;
  outcome: string;
  schedule: string;
  next_fire_at: string | null;
  destinations: { id: string | null; url: string; secret?: string }[];
}
interface Batch {
  created: number;
  updated: number;
  unchanged: number;
  triggers: Batched[];
}

const PAST = '2026-03-01T10:00:00Z';

describe('Many triggers at once', () => {
  const stack = useStack({ env: { AUTH: 'on', ADMIN_PASSWORD } });
  const receiver = useReceiver();
  const folder = mkdtempSync(join(tmpdir(), 'etp-batch-'));
  let api: ApiClient;
  let key: string;
  let target: string;
  beforeAll(async () => {
    target = receiver.endpoint().url;
    key = await (await loginAsAdmin(stack.api)).newKey(['read', 'manage']);
    api = stack.api.as(key);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const nightly = (external_key: string, rest: Json = {}): Json => ({
    name: external_key,
    trigger_type: 'scheduled',
    cron: '0 3 * * *',
    external_key,
    ...rest,
  });
  const times = (count: number) => Array.from({ length: count }, () => ({}));
  const batch = (triggers: unknown, rest: Json = {}) =>
    api.post<Batch>('/triggers/batch', { triggers, ...rest });
  const faults = async (triggers: unknown, rest: Json = {}) => {
    const { errors = [] } = expecting(422, await api.post<Problem>('/triggers/batch', { triggers, ...rest }));
    return errors.map(({ pointer, detail }) => `${pointer} ${detail}`);
  };

  describe('by POST /triggers/batch', () => {
    it('are made, left alone or replaced, and those that are due fire', async () => {
      const due = { cron: null, schedule_time: PAST, destinations: [{ url: target }] };
      const said = expecting(200, await batch([nightly('a'), nightly('due', due)], { dry_run: true }));
      const made = expecting(200, await batch([nightly('a'), nightly('due', due)]));
      const again = expecting(
        200,
        await batch([nightly('due', due), nightly('a', { timezone: 'Europe/Berlin' }), nightly('b')]),
      );

      expect(said).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
      expect(said.triggers).toEqual([
        {
          id: null,
          external_key: 'a',
          name: 'a',
          outcome: 'created',
          schedule: 'At 03:00 AM (UTC)',
          next_fire_at: expect.stringMatching(/T03:00:00\.000Z$/) as string,
          destinations: [],
          alert_destinations: [],
        },
        expect.objectContaining({
          destinations: [{ id: null, name: expect.any(String) as string, url: target }],
        }),
      ]);
      expect(made).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
      expect(made.triggers[1]!.destinations[0]!.secret).toMatch(/^whsec_/);
      expect(again).toMatchObject({ created: 1, updated: 1, unchanged: 1 });
      expect(again.triggers.map(({ id }) => id).slice(0, 2)).toEqual([
        made.triggers[1]!.id,
        made.triggers[0]!.id,
      ]);
      expect(JSON.stringify(again)).not.toContain('whsec_');
      const dueId = made.triggers[1]!.id;
      await eventually(async () =>
        expect(await api.events(`trigger_id=${dueId}`)).toMatchObject([{ status: 'delivered' }]),
      );
      expect(await api.trigger(made.triggers[0]!.id!)).toMatchObject({ timezone: 'Europe/Berlin' });
    });

    it('are refused together, with a pointer to each fault', async () => {
      const before = expecting(200, await api.get<Page<Trigger>>('/triggers')).data.length;

      expect(
        await faults([
          nightly('x'),
          nightly('y', { cron: '0 0 30 2 *', colour: 'red' }),
          nightly('x', { destinations: [{ url: 'ftp://x' }] }),
          { name: 'z', trigger_type: 'api' },
          7,
        ]),
      ).toEqual([
        '/triggers/1/colour is not a known field',
        '/triggers/1/cron can never match: there is no such day in any year',
        expect.stringMatching(/^\/triggers\/2\/destinations\/0\/url must be an absolute http or https URL/),
        '/triggers/2/external_key is that of /triggers/0 as well',
        '/triggers/3/external_key is needed in a batch: it says which trigger this is',
        '/triggers/4 must be a JSON object',
      ]);
      expect(await faults(times(1000))).toHaveLength(100);
      expect(await faults([])).toEqual(['/triggers must be an array of 1 to 1000 triggers']);
      expect(await faults(times(1001))).toEqual(['/triggers must be an array of 1 to 1000 triggers']);
      expect(await faults([nightly('x')], { dry_run: 'yes', more: 1 })).toHaveLength(2);
      expect(expecting(200, await api.get<Page<Trigger>>('/triggers')).data).toHaveLength(before);
    });

    it('are answered once more for the same Idempotency-Key', async () => {
      const body = { triggers: [nightly('once', { destinations: [{ url: target }] })] };
      const first = await api.postOnce<Batch>('batch-1', '/triggers/batch', body);
      const second = await api.postOnce<Batch>('batch-1', '/triggers/batch', body);

      expect(second.body).toEqual(expecting(200, first));
      expect(second.headers.get('idempotent-replayed')).toBe('true');
    });

    it('may be 4 MiB, and no other body may', async () => {
      const large = (text: number) =>
        Array.from({ length: 1000 }, (_, n) =>
          nightly(`large ${n}`, { api_payload: { text: 'x'.repeat(text) } }),
        );

      expect(expecting(200, await batch(large(3900)))).toMatchObject({ created: 1000 });
      // announced and not sent: who still sends when the answer comes may lose it with the connection
      const announce = (path: string, bytes: number) =>
        rawRequest(api.origin, 'POST', path, {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': String(bytes),
        });
      const tooLarge = await announce('/triggers/batch', 4 * 1024 * 1024 + 1);
      expect([tooLarge.status, tooLarge.body.detail]).toEqual([413, 'The body is larger than 4 MiB.']);
      const other = await announce('/triggers', 256 * 1024 + 1);
      expect([other.status, other.body.detail]).toEqual([413, 'The body is larger than 256 KiB.']);
    });

    it('may be 4 MiB also when nothing says how large it is', async () => {
      const head = [
        'POST /triggers/batch HTTP/1.1',
        `Host: ${new URL(api.origin).host}`,
        `Authorization: Bearer ${key}`,
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
      ];
      const bytes = 4 * 1024 * 1024 + 1; // and no end: what is sent after the answer would break the connection
      const chunk = `${bytes.toString(16)}\r\n${' '.repeat(bytes)}\r\n`;
      const answer = await rawBytes(api.origin, `${head.join('\r\n')}\r\n\r\n`, chunk);

      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('The body is larger than 4 MiB.');
    });
  });

  describe('by the import of a crontab', () => {
    const cli = (args: string[], input?: string) =>
      runCli(
        ['import-crontab', ...args],
        { ETP_URL: stack.api.origin, ETP_API_KEY: key, TZ: 'Europe/Berlin' },
        input,
      );
    const imported = async () => {
      const label = encodeURIComponent('imported-from:jobs.txt');
      return expecting(200, await api.get<Page<Trigger & Json>>(`/triggers?label=${label}`)).data;
    };
    const file = join(folder, 'jobs.txt');
    const write = (...lines: string[]) => writeFileSync(file, `${lines.join('\n')}\n`);

    it('are said first and made with --apply, then found again', async () => {
      write(
        '# Nightly report',
        '0 3 * * 1-5 /opt/report --all',
        `*/5 * * * * curl -fsS -X POST ${target}/ping >/dev/null 2>&1`,
      );
      const args = [file, '--destination', `${target}/commands`];
      const said = await cli(args);
      expect(said).toMatchObject({ exitCode: 0, err: '' });
      expect(said.out).toContain('meant in Europe/Berlin');
      expect(said.out).toMatch(
        /^2 +created +Nightly report +At 03:00 AM, Monday through Friday \(Europe\/Berlin\) +20\d\d-\d\d-\d\d 03:00 Europe\/Berlin$/m,
      );
      expect(said.out).toContain('2 to be created, 0 to be updated, 0 unchanged.\nNothing was changed');
      expect(await imported()).toEqual([]);

      const applied = await cli([...args, '--apply']);
      expect(applied).toMatchObject({ exitCode: 0, err: '' });
      expect(applied.out).toContain('2 created, 0 updated, 0 unchanged.');
      expect(applied.out.match(/whsec_/g)).toHaveLength(2);
      const urls = (await imported()).flatMap(({ destinations }) => destinations.map(({ url }) => url));
      expect(urls.toSorted()).toEqual([`${target}/commands`, `${target}/ping`]);

      expect((await cli([...args, '--apply'])).out).toContain('0 created, 0 updated, 2 unchanged.');
    });

    it('are updated where a line was edited, and named where one is gone', async () => {
      write('# Nightly report', '30 4 * * 1-5 /opt/report --all');
      const { exitCode, out } = await cli([file, '--destination', `${target}/commands`, '--apply']);

      expect(exitCode).toBe(0);
      expect(out).toContain('0 created, 1 updated, 0 unchanged.');
      expect(out).toMatch(/note: POST .*\/ping .* is of an earlier import and not in the file/);
      expect((await imported()).map(({ cron }) => String(cron)).toSorted()).toEqual([
        '*/5 * * * *',
        '30 4 * * 1-5',
      ]);
    });

    it('are told by line what is wrong, and none is made', async () => {
      const { exitCode, out, err } = await cli(
        ['-', '--apply', '--source', 'faulty'],
        `0 3 * * * curl ${target}\n@reboot curl ${target}\n61 * * * * curl ${target}\n1 * * * * a | b\n`,
      );

      expect(exitCode).toBe(1);
      expect(err).toMatch(
        /^line 2: @reboot.*\nline 3: cron: .*\nline 4: .*--destination.*\nNothing was changed\.\n$/,
      );
      expect(out).not.toContain('1 created');
      expect(
        expecting(200, await api.get<Page<Trigger>>('/triggers?label=imported-from:faulty')).data,
      ).toEqual([]);
    });

    it('may come as CSV or JSON', async () => {
      const csv = await cli(['-', '--format', 'csv', '--apply'], `name,every,url\nPoll,30m,${target}\n`);
      const json = await cli(['-', '--format', 'json'], JSON.stringify([nightly('from json')]));

      expect(csv.out).toContain('1 created');
      expect(json.out).toMatch(/1 +created +from json/);
    });

    it('need an api that answers, and a key that may', async () => {
      const env = { ETP_URL: stack.api.origin, ETP_API_KEY: 'etp_wrong' };
      const refused = await runCli(['import-crontab', '-', '--format', 'json'], env, '[]');
      expect(refused).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('401 auth.unauthenticated') as string,
      });

      const nowhere = `http://127.0.0.1:${await freePort()}`;
      const nobody = await runCli(['import-crontab', '-', '--url', nowhere], {}, '');
      expect(nobody).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining(`No answer from ${nowhere}: ECONNREFUSED`) as string,
      });
    });
  });

  it('the command line helps who asks, and who asks for what there is not', async () => {
    const [help, unknown, option, ofCommand] = await Promise.all([
      runCli([], {}),
      runCli(['imprt'], {}),
      runCli(['import-crontab', 'x', '--aply'], {}),
      runCli(['import-crontab', '--help'], {}),
    ]);

    expect(help).toMatchObject({ exitCode: 0, out: expect.stringContaining('import-crontab') as string });
    expect(unknown).toMatchObject({
      exitCode: 2,
      out: '',
      err: expect.stringContaining('no command imprt') as string,
    });
    expect(option).toMatchObject({ exitCode: 2, err: expect.stringContaining("'--aply'") as string });
    expect(ofCommand).toMatchObject({ exitCode: 0, out: expect.stringContaining('--apply') as string });
  });
});
