import { describe, expect, it } from 'vitest';
import { readCrontab, type CrontabOptions } from './crontab.js';

const read = (text: string, options: Partial<CrontabOptions> = {}) =>
  readCrontab(text, { timezone: 'UTC', system: false, destination: 'D', ...options });
const one = (text: string, options?: Partial<CrontabOptions>) => {
  const { entries, faults } = read(text, options);
  expect(faults).toEqual([]);
  expect(entries).toHaveLength(1);
  return entries[0]!.trigger;
};

describe('A crontab', () => {
  it('is its jobs, each with its line, named by the comment just above or by its command', () => {
    const { entries } = read(`# Jobs of the shop

# Nightly report
# for the management
0 3 * * 1-5 /opt/report --all
@daily /opt/clean
`);

    expect(entries).toEqual([
      {
        line: 5,
        trigger: {
          name: 'Nightly report',
          description: 'for the management',
          trigger_type: 'scheduled',
          cron: '0 3 * * 1-5',
          timezone: 'UTC',
          api_payload: { command: '/opt/report --all' },
          destinations: ['D'],
        },
        identity: '/opt/report --all',
      },
      expect.objectContaining({
        line: 6,
        trigger: expect.objectContaining({ name: '/opt/clean', cron: '@daily' }) as object,
      }),
    ]);
  });

  it.each([
    ['# */5 * * * * /opt/old\n', '/opt/x'],
    ['# @hourly /opt/old\n', '/opt/x'],
    ['# m h  dom mon dow   command\n', '/opt/x'],
    ['#\n', '/opt/x'],
    ['# Header\n\n', '/opt/x'],
    ['# 2 reports a day\n', '2 reports a day'],
  ])('does not name a job by %j', (above, name) => {
    expect(one(`${above}0 3 * * * /opt/x`)).toMatchObject({ name });
  });

  it('sends a plain request to where the request went', () => {
    expect(one(`0 3 * * * curl -XPOST https://x.example/in`, { destination: undefined })).toMatchObject({
      api_payload: {},
      destinations: [{ url: 'https://x.example/in' }],
    });
  });

  it.each([
    ['curl -u bob:hunter2 https://x.example/out?token=hunter2', 'POST x.example/out'],
    ['curl -X PUT -H "Authorization: Bearer hunter2" https://hunter2:x@x.example/', 'PUT x.example/'],
  ])('names a request by where it goes, without its secrets: %s', (command, name) => {
    const { destinations, ...rest } = one(`5 4 * * * ${command}`) as { destinations: unknown; name: string };

    expect(rest.name).toBe(name);
    expect(JSON.stringify(rest)).not.toContain('hunter2');
    expect(JSON.stringify(destinations)).toContain('x.example');
  });

  it('takes its zone from CRON_TZ or TZ, for the jobs below', () => {
    const { entries, notes } = read(`0 1 * * * a
CRON_TZ=Europe/Berlin
MAILTO=""
0 2 * * * a
 TZ = "America/New_York"
0 3 * * * a`);

    expect(entries.map(({ trigger }) => trigger['timezone'])).toEqual([
      'UTC',
      'Europe/Berlin',
      'America/New_York',
    ]);
    expect(notes).toEqual([{ line: 3, detail: 'MAILTO is left out: it is for commands, and none is run' }]);
  });

  it('gives a job the key that it is said', () => {
    expect(one('# Report\n# key: nightly\n0 3 * * * a')).toMatchObject({
      name: 'Report',
      external_key: 'nightly',
    });
    expect(one('# key: other\n\n0 3 * * * a')).not.toHaveProperty('external_key');
  });

  it('has a user before the command in its system form', () => {
    const { entries } = read('0 3 * * *\troot\t/opt/x  -v', { system: true });

    expect(entries[0]).toMatchObject({
      trigger: { api_payload: { command: '/opt/x  -v', user: 'root' } },
      identity: 'root\n/opt/x  -v',
    });
  });

  it.each([
    ['date +\\%F', { command: 'date +%F' }],
    ['mail a%Hello%%100\\% done', { command: 'mail a', stdin: 'Hello\n\n100% done\n' }],
    [
      'curl -d @- https://x.example/%{"a":1}',
      { command: 'curl -d @- https://x.example/', stdin: '{"a":1}\n' },
    ],
  ])('ends a command at a percent sign: %s', (rest, api_payload) => {
    expect(one(`0 3 * * * ${rest}`)).toMatchObject({ api_payload });
  });

  it.each([
    ['0 0 1 * 1', '0 0 1 * 1'],
    ['0 0 * * */2', '0 0 * * */2'],
    ['0 0 */2 * *', '0 0 */2 * *'],
    ['0  0\t*/2 * mon', '0 0 */2 * +mon'],
    ['0 0 1-7 * */2', '0 0 1-7 * +*/2'],
    ['@every_minute', '* * * * *'],
    ['@weekly', '@weekly'],
    ['-*/5 * * * *', '*/5 * * * *'],
  ])('keeps what %s means to cron: %s', (pattern, cron) => {
    const { entries, notes } = read(`${pattern} a`);

    expect(entries[0]!.trigger).toMatchObject({ cron });
    expect(notes).toHaveLength(cron.includes('+') ? 1 : 0);
  });

  it.each([
    ['@reboot a', /names no time/],
    ['@REBOOT a', /names no time/],
    ['0 3 * * *', /no command/],
    ['0 3 * *', /is no job/],
    ['hello', /is no job/],
  ])('says of %j why it is no trigger', (line, detail) => {
    expect(read(`# x\n${line}\n`)).toMatchObject({
      entries: [],
      faults: [{ line: 2, detail: expect.stringMatching(detail) as string }],
    });
  });

  it('needs a destination for what is a command, and a command after a user', () => {
    expect(read('0 3 * * * a', { destination: undefined }).faults).toEqual([
      { line: 1, detail: expect.stringContaining('--destination') as string },
    ]);
    expect(read('0 3 * * * root', { system: true }).faults[0]!.detail).toContain('--system');
  });
});
