import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { Config, ConfigError } from '@app/config';
import { ADDRESS_NOT_ALLOWED, AddressGuard, AddressNotAllowedError } from './address-guard.js';

function guardOf(allow = ''): AddressGuard {
  return new AddressGuard(
    new Config({
      APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
      DATABASE_URL: 'postgres://db',
      QUEUE_BACKEND: 'postgres',
      DELIVERY_ALLOW: allow,
    }),
  );
}

const guard = guardOf();

describe('The address guard', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s through, which the whole world can reach',
    (address) => {
      expect(guard.isAllowed(address)).toBe(true);
    },
  );

  it.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, where clouds keep their metadata', '169.254.169.254'],
    ['IETF protocol assignments', '192.0.0.8'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relay', '192.88.99.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discard-only', '100::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['benchmarking', '2001:2::1'],
    ['IPv4-mapped private', '::ffff:10.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['IPv4-compatible loopback in hex', '::7f00:1'],
    ['outside of global unicast', '4000::1'],
    ['IPv4-translated loopback', '::ffff:0:127.0.0.1'],
    ['NAT64 loopback', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::1'],
    ['6to4 private', '2002:a00:1::1'],
    ['Teredo', '2001::1'],
    ['no address at all', 'example.com'],
    ['nothing', ''],
  ])('refuses %s: %s', (_, address) => {
    expect(guard.isAllowed(address)).toBe(false);
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1:8000/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://①②⑦.0.0.1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'https://[fd00::1]:8443/',
  ])('refuses the literal host of %s', (url) => {
    expect(guard.refusesLiteral(new URL(url))).toBe(true);
  });

  it.each([
    'http://8.8.8.8/',
    'http://134744072/',
    'https://[2606:4700::1111]/',
    'https://example.com/',
    'http://localhost/',
  ])('has no word against the literal host of %s', (url) => {
    expect(guard.refusesLiteral(new URL(url))).toBe(false);
  });
});

describe('The ranges that the operator allows', () => {
  const allowing = guardOf('10.1.0.0/16, fd00:1::/32, 127.0.0.1/32');

  it.each(['10.1.2.3', '127.0.0.1', '::ffff:10.1.2.3', 'fd00:1::7', '8.8.8.8'])(
    'let %s through',
    (address) => {
      expect(allowing.isAllowed(address)).toBe(true);
    },
  );

  it.each(['10.2.0.1', '127.0.0.2', 'fd00:2::7', '::1', '64:ff9b::a01:203'])(
    'leave %s refused',
    (address) => {
      expect(allowing.isAllowed(address)).toBe(false);
    },
  );

  it.each(['10.1.0.0', 'localhost', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8;fd00::/8'])(
    'stop the start when one cannot be read: %s',
    (range) => {
      expect(() => guardOf(range)).toThrow(ConfigError);
      expect(() => guardOf(range)).toThrow(/DELIVERY_ALLOW/);
    },
  );
});

describe('Looking up a name', () => {
  type Answer = { error: Error | null; address: string | LookupAddress[] };
  const lookup = (by: AddressGuard, host: string, options = {}) =>
    new Promise<Answer>((resolve) => {
      by.lookup(host, options, (error, address) => resolve({ error, address }));
    });

  it.each([{}, { all: true }])(
    'refuses one that leads home, in the same words as ever (%j)',
    async (options) => {
      const { error } = await lookup(guard, 'localhost', options);

      expect(error).toBeInstanceOf(AddressNotAllowedError);
      expect(error?.message).toBe(ADDRESS_NOT_ALLOWED);
    },
  );

  it('answers one address, or all of them, as the socket asks', async () => {
    const allowing = guardOf('127.0.0.0/8, ::1/128');

    expect(await lookup(allowing, '127.0.0.1')).toEqual({ error: null, address: '127.0.0.1' });
    expect(await lookup(allowing, '127.0.0.1', { all: true })).toEqual({
      error: null,
      address: [{ address: '127.0.0.1', family: 4 }],
    });
  });
});
