import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';

const isPublic = (address: string) => isPublicAddress(ipaddr.parse(address));

/** IANA's IPv4 special-purpose registry, multicast, and what is not in it: range, name, first, middle, last. */
const IPV4 = [
  ['0.0.0.0/8', 'this network', '0.0.0.0', '0.1.2.3', '0.255.255.255'],
  ['10.0.0.0/8', 'private', '10.0.0.0', '10.20.30.40', '10.255.255.255'],
  ['100.64.0.0/10', 'carrier-grade NAT', '100.64.0.0', '100.100.100.200', '100.127.255.255'],
  ['127.0.0.0/8', 'loopback', '127.0.0.0', '127.0.0.1', '127.255.255.255'],
  ['169.254.0.0/16', 'link-local', '169.254.0.0', '169.254.169.254', '169.254.255.255'],
  ['172.16.0.0/12', 'private', '172.16.0.0', '172.20.1.1', '172.31.255.255'],
  ['192.0.0.0/24', 'protocol assignments', '192.0.0.0', '192.0.0.192', '192.0.0.255'],
  ['192.0.0.0/29', 'service continuity', '192.0.0.0', '192.0.0.4', '192.0.0.7'],
  ['192.0.0.8/32', 'dummy', '192.0.0.8', '192.0.0.8', '192.0.0.8'],
  ['192.0.0.170/31', 'NAT64 discovery', '192.0.0.170', '192.0.0.171', '192.0.0.171'],
  ['192.0.2.0/24', 'documentation', '192.0.2.0', '192.0.2.77', '192.0.2.255'],
  ['192.88.99.0/24', '6to4 relays', '192.88.99.0', '192.88.99.2', '192.88.99.255'],
  ['192.168.0.0/16', 'private', '192.168.0.0', '192.168.1.1', '192.168.255.255'],
  ['198.18.0.0/15', 'benchmarking', '198.18.0.0', '198.19.0.1', '198.19.255.255'],
  ['198.51.100.0/24', 'documentation', '198.51.100.0', '198.51.100.9', '198.51.100.255'],
  ['203.0.113.0/24', 'documentation', '203.0.113.0', '203.0.113.9', '203.0.113.255'],
  ['224.0.0.0/4', 'multicast', '224.0.0.0', '232.1.2.3', '239.255.255.255'],
  ['240.0.0.0/4', 'reserved', '240.0.0.0', '250.1.2.3', '255.255.255.254'],
  ['255.255.255.255/32', 'broadcast', '255.255.255.255', '255.255.255.255', '255.255.255.255'],
] as const;

/** IANA's IPv6 special-purpose registry, multicast, and what was taken out of use. */
const IPV6 = [
  ['::/128', 'unspecified', '::', '::', '::'],
  ['::1/128', 'loopback', '::1', '::1', '::1'],
  ['::/96', 'IPv4-compatible', '::2', '::127.0.0.1', '::ffff:ffff'],
  ['::ffff:0:0:0/96', 'IPv4-translated', '::ffff:0:0:0', '::ffff:0:8.8.8.8', '::ffff:0:ffff:ffff'],
  [
    '64:ff9b:1::/48',
    'local NAT64',
    '64:ff9b:1::',
    '64:ff9b:1::808:808',
    '64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
  ],
  ['100::/64', 'discard', '100::', '100::1:0:0:1', '100::ffff:ffff:ffff:ffff'],
  ['100:0:0:1::/64', 'dummy', '100:0:0:1::', '100:0:0:1::1', '100:0:0:1:ffff:ffff:ffff:ffff'],
  ['2001::/23', 'protocol assignments', '2001::', '2001:100::1', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  [
    '2001::/32',
    'Teredo',
    '2001::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:0:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
  ['2001:2::/48', 'benchmarking', '2001:2::', '2001:2::1', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['2001:10::/28', 'ORCHID', '2001:10::', '2001:18::1', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db8::/32', 'documentation', '2001:db8::', '2001:db8:1::1', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16', '6to4', '2002::', '2002:808:808::1', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['3fff::/20', 'documentation', '3fff::', '3fff:800::1', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['5f00::/16', 'segment routing', '5f00::', '5f00:1::1', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fc00::/7', 'unique local', 'fc00::', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::/10', 'link-local', 'fe80::', 'fe80::1%eth0', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fec0::/10', 'site-local', 'fec0::', 'fed0::1', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::/8', 'multicast', 'ff00::', 'ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['4000::/3', 'not given out', '4000::', '4444::1', '5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['8000::/2', 'not given out', '8000::', '9000::1', 'bfff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const;

/** The registries call these reachable, and no receiver lives there: the next protocol's anycast, sinks, and names. */
const REACHABLE_AND_REFUSED = [
  ['PCP anycast', '192.0.0.9'],
  ['TURN anycast', '192.0.0.10'],
  ['AS112', '192.31.196.1'],
  ['AMT', '192.52.193.1'],
  ['AS112', '192.175.48.1'],
  ['PCP anycast', '2001:1::1'],
  ['TURN anycast', '2001:1::2'],
  ['DNS-SD anycast', '2001:1::3'],
  ['AMT', '2001:3::1'],
  ['AS112', '2001:4:112::1'],
  ['ORCHIDv2', '2001:20::1'],
  ['drone ids', '2001:30::1'],
  ['AS112', '2620:4f:8000::1'],
] as const;

describe('An address is not public', () => {
  it.each([...IPV4, ...IPV6])('in %s (%s): its first, a middle and its last one', (_, __, ...addresses) => {
    expect(addresses.filter(isPublic)).toEqual([]);
  });

  it.each(REACHABLE_AND_REFUSED)('where no receiver lives (%s): %s', (_, address) => {
    expect(isPublic(address)).toBe(false);
  });

  it('when it is the metadata service of Azure', () => {
    expect(isPublic('168.63.129.16')).toBe(false);
    expect(['168.63.129.15', '168.63.129.17'].filter(isPublic)).toHaveLength(2);
  });

  it.each(IPV4)('when an IPv6 form leads to one of %s (%s)', (_, __, ...addresses) => {
    const [first] = addresses;
    const hex = ipaddr.IPv4.parse(first)
      .toIPv4MappedAddress()
      .parts.slice(6)
      .map((part) => part.toString(16))
      .join(':');
    const forms = addresses.flatMap((v4) => [
      `::ffff:${v4}`,
      `::${v4}`,
      `::ffff:0:${v4}`,
      `64:ff9b::${v4}`,
      `64:ff9b:1::${v4}`,
      `2606:4700::5efe:${v4}`,
      `2606:4700::200:5efe:${v4}`,
    ]);
    expect([...forms, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`].filter(isPublic)).toEqual([]);
  });
});

describe('An address is public', () => {
  it.each([
    ['0.0.0.0/8', null, '1.0.0.0'],
    ['10.0.0.0/8', '9.255.255.255', '11.0.0.0'],
    ['100.64.0.0/10', '100.63.255.255', '100.128.0.0'],
    ['127.0.0.0/8', '126.255.255.255', '128.0.0.0'],
    ['169.254.0.0/16', '169.253.255.255', '169.255.0.0'],
    ['172.16.0.0/12', '172.15.255.255', '172.32.0.0'],
    ['192.0.0.0/24', '191.255.255.255', '192.0.1.0'],
    ['192.0.2.0/24', '192.0.1.255', '192.0.3.0'],
    ['192.31.196.0/24', '192.31.195.255', '192.31.197.0'],
    ['192.52.193.0/24', '192.52.192.255', '192.52.194.0'],
    ['192.88.99.0/24', '192.88.98.255', '192.88.100.0'],
    ['192.168.0.0/16', '192.167.255.255', '192.169.0.0'],
    ['192.175.48.0/24', '192.175.47.255', '192.175.49.0'],
    ['198.18.0.0/15', '198.17.255.255', '198.20.0.0'],
    ['198.51.100.0/24', '198.51.99.255', '198.51.101.0'],
    ['203.0.113.0/24', '203.0.112.255', '203.0.114.0'],
    ['224.0.0.0/4', '223.255.255.255', null],
    ['2000::/3', null, '2000::'],
    ['2001::/23', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:200::'],
    ['2001:db8::/32', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
    ['2002::/16', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::'],
    ['2620:4f:8000::/48', '2620:4f:7fff:ffff:ffff:ffff:ffff:ffff', '2620:4f:8001::'],
    ['3fff::/20', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:1000::'],
  ])('right beside %s', (_, before, after) => {
    for (const neighbour of [before, after])
      if (neighbour !== null) expect([neighbour, isPublic(neighbour)]).toEqual([neighbour, true]);
  });

  it.each([
    ['as itself', '8.8.8.8'],
    ['as itself', '2606:4700:4700::1111'],
    ['IPv4-mapped', '::ffff:8.8.8.8'],
    ['by NAT64, as a network without IPv4 sees it', '64:ff9b::8.8.8.8'],
    ['by ISATAP', '2606:4700::200:5efe:8.8.8.8'],
  ])('%s: %s', (_, address) => {
    expect(isPublic(address)).toBe(true);
  });
});
