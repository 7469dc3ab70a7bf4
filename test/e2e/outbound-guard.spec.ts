import { describe, expect, it } from 'vitest';
import type { Name } from '../support/lab/dns-server.mjs';
import { reasonAgainstIpv6, reasonAgainstLab, useLab } from '../support/network-lab.js';

const NOT_ALLOWED = 'destination address is not allowed';
/** Out in the world, as far as the lab knows. */
const PUBLIC = '93.184.216.34';
const OTHER_PUBLIC = '8.8.4.4';
const INNER = '10.0.0.5';
const METADATA = '169.254.169.254';
const MAPPED_INNER = '0:0:0:0:0:ffff:0a00:0005';
const NAT64_INNER = '64:ff9b:0:0:0:0:0a00:0005';
const UNIQUE_LOCAL = 'fd00:0ec2:0:0:0:0:0:0254';
const LOOPBACK6 = '0:0:0:0:0:0:0:1';
const IPV6_ANSWERS: [string, Name][] = [
  ['the loopback of IPv6', { AAAA: [[LOOPBACK6]] }],
  ['a unique local address', { AAAA: [[UNIQUE_LOCAL]] }],
  ['a private address, IPv4-mapped', { AAAA: [[MAPPED_INNER]] }],
  ['a private address behind NAT64', { AAAA: [[NAT64_INNER]] }],
  ['a public IPv4 and a private IPv6 address', { A: [[PUBLIC]], AAAA: [[UNIQUE_LOCAL]] }],
];
const TIMEOUT_MS = 4000;
const EVERYTHING = '0.0.0.0/0,::/0';

const REFUSED = {
  statusCode: null,
  error: NOT_ALLOWED,
  responseHead: null,
  retryAfterMs: null,
  refused: true,
};

const withoutLab = reasonAgainstLab();

describe.skipIf(withoutLab)('A delivery in a network of its own', () => {
  const lab = useLab([PUBLIC, OTHER_PUBLIC, INNER, METADATA, '168.63.129.16', '100.64.0.1', '192.0.2.1']);
  const to = (host: string, timeoutMs = TIMEOUT_MS) => ({ url: `http://${host}/`, timeoutMs });

  it('reaches a public name, at the address that its one look-up gave', async () => {
    const names = { 'receiver.test': { A: [[PUBLIC]] } };
    const { results, reached, asked } = await lab.run({ names, sends: [to('receiver.test')] });

    expect(results).toMatchObject([{ statusCode: 200, error: null }]);
    expect(reached).toEqual([PUBLIC]);
    expect(asked.toSorted()).toEqual(['A receiver.test', 'AAAA receiver.test']);
  });

  /** A name that leads to a place that is refused, in all its spellings, as a webhook's and as a queue's. */
  async function expectRefused(name: Name): Promise<void> {
    const names = { 'receiver.test': name, 'inner.test': { A: [[INNER]] } };
    const sends = ['receiver.test', 'RECEIVER.test.', 'receiver.test:22'].map((host) => to(host));
    sends.push({ url: 'redis://receiver.test:80/', timeoutMs: TIMEOUT_MS });
    const { results, reached } = await lab.run({ names, sends });

    expect(results).toMatchObject([REFUSED, REFUSED, REFUSED, REFUSED]);
    expect(reached).toEqual([]);
  }

  it.each<[string, Name]>([
    ['a private address', { A: [[INNER]] }],
    ['the loopback', { A: [['127.0.0.1']] }],
    ['this host', { A: [['0.0.0.0']] }],
    ['the metadata service', { A: [[METADATA]] }],
    ["Azure's metadata service", { A: [['168.63.129.16']] }],
    ['carrier-grade NAT', { A: [['100.64.0.1']] }],
    ['documentation', { A: [['192.0.2.1']] }],
    ['a public address and then a private one', { A: [[PUBLIC, INNER]] }],
    ['a private address and then a public one', { A: [[INNER, PUBLIC]] }],
    ['a name that has a private address', { CNAME: 'inner.test' }],
  ])('is refused when its name leads to %s, and nothing is connected to', (_, name) => expectRefused(name));

  it.skipIf(withoutLab ?? reasonAgainstIpv6()).each(IPV6_ANSWERS)(
    'is refused when its name leads to %s, and nothing is connected to',
    (_, name) => expectRefused(name),
  );

  it('as a job goes to the Redis that a public name leads to, by its guarded look-up', async () => {
    const names = { 'redis.test': { A: [[PUBLIC]] } };
    const sends = [{ url: 'redis://redis.test:80/', timeoutMs: TIMEOUT_MS }];
    const { results, reached } = await lab.run({ names, sends });

    expect(results).toMatchObject([{ refused: false }]); // it is no Redis that answers there
    expect(reached).toEqual([PUBLIC]);
  });

  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '①②⑦.⓪.⓪.①',
    '0',
    '10.0.0.5',
    '0xa000005',
    '0x0a.0.0.0x5',
    '012.0.0.5',
    '167772165',
    '10.0.0.5:80',
    '169.254.169.254',
    '2852039166',
    '[::]',
    '[::1]',
    '[::ffff:10.0.0.5]',
    '[::ffff:a00:5]',
    '[::10.0.0.5]',
    '[64:ff9b::a00:5]',
    '[2002:a00:5::1]',
    '[2606:4700::5efe:10.0.0.5]',
    'user:password@10.0.0.5',
  ])('is refused when it is to the literal address %s', async (host) => {
    const { results, reached, asked } = await lab.run({ sends: [to(host)] });

    expect(results).toMatchObject([REFUSED]);
    expect([reached, asked]).toEqual([[], []]);
  });

  it('goes where its first look-up said, though the name would say something else from then on', async () => {
    const names = { 'rebind.test': { A: [[PUBLIC], [INNER]] } };
    const first = await lab.run({ names, sends: [to('rebind.test')] });
    expect(first.results).toMatchObject([{ statusCode: 200 }]);
    expect([first.reached, first.asked.filter((question) => question.startsWith('A '))]).toEqual([
      [PUBLIC],
      ['A rebind.test'],
    ]);

    const then = await lab.run({ names: { 'rebind.test': { A: [[INNER]] } }, sends: [to('rebind.test')] });
    expect(then.results).toMatchObject([REFUSED]);
    expect(then.reached).toEqual([]);
  });

  it('does not follow a redirect to an inner address', async () => {
    const names = { 'receiver.test': { A: [[PUBLIC]] } };
    const { results, reached } = await lab.run({
      names,
      sends: [{ url: 'http://receiver.test/redirect', timeoutMs: TIMEOUT_MS }],
    });

    expect(results).toMatchObject([{ statusCode: 302 }]);
    expect(reached).toEqual([PUBLIC]);
  });

  it('tells nothing of an inner network: somebody there or not, the answer is the same, and at once', async () => {
    const inner = (address: string) => ({ A: [[address]] });
    const names = {
      'open.test': inner(INNER),
      'closed.test': inner('10.0.0.6'),
      'vanishes.test': inner('10.9.9.9'),
    };
    const sends = ['open.test', 'open.test:81', 'closed.test', 'vanishes.test'].map((host) => to(host));
    const { results, reached } = await lab.run({ names, sends });

    expect(results).toMatchObject([REFUSED, REFUSED, REFUSED, REFUSED]);
    for (const { durationMs } of results) expect(durationMs).toBeLessThan(TIMEOUT_MS / 2);
    expect(reached).toEqual([]);
  });

  it('may go where the operator allows it, and nowhere else', async () => {
    const names = { 'inner.test': { A: [[INNER]] }, 'mixed.test': { A: [[INNER, METADATA]] } };
    const sends = ['inner.test', '10.0.0.5', 'mixed.test', '169.254.169.254'].map((host) => to(host));
    const { results, reached } = await lab.run({ allow: '10.0.0.0/8', names, sends });

    expect(results).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }, REFUSED, REFUSED]);
    expect(reached).toEqual([INNER, INNER]);
  });

  it('is over in time when nobody answers: the name server, or what it named', async () => {
    const names = { 'silent.test': { silent: true }, 'vanishes.test': { A: [['198.41.0.4']] } };
    const sends = ['silent.test', 'vanishes.test', '198.41.0.4'].map((host) => to(host, 500));
    const { results } = await lab.run({ names, sends });

    for (const { error, durationMs } of results) {
      expect(error).toBe('no answer within 500 ms');
      expect(durationMs).toBeGreaterThanOrEqual(490);
      expect(durationMs).toBeLessThan(3000);
    }
  });

  it('whose name is not known says so', async () => {
    const { results, reached } = await lab.run({ allow: EVERYTHING, sends: [to('nobody.test')] });

    expect(results).toMatchObject([{ error: 'the host name does not resolve', refused: false }]);
    expect(reached).toEqual([]);
  });

  it('asks for a name once while that is being asked for', async () => {
    const names = { 'mute.test': { silent: true } };
    const sends = Array.from({ length: 20 }, () => to('mute.test', 1000));
    const { asked } = await lab.run({ names, sends });

    expect(asked.filter((question) => question === 'A mute.test')).toHaveLength(1);
  });

  it('does not wait for the look-ups of others, whose name servers do not answer', async () => {
    const dead = Array.from({ length: 12 }, (_, n) => `dead-${n}.test`);
    const names = {
      ...Object.fromEntries(dead.map((name) => [name, { silent: true }])),
      'receiver.test': { A: [[PUBLIC]] },
    };
    const sends = [...dead.map((host) => to(host, 4000)), to('receiver.test', 3000)];
    const { results } = await lab.run({ names, sends });

    expect(results.at(-1)).toMatchObject({ statusCode: 200 });
    expect(results.slice(0, -1).filter(({ error }) => error === 'no answer within 4000 ms')).toHaveLength(12);
  });
});
