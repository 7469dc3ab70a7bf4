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
  // which addresses are public has a table of its own: public-address.spec.ts
  it.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('lets the public %s through', (address) => {
    expect(guard.isAllowed(address)).toBe(true);
  });

  it.each(['127.0.0.1', '10.0.0.1', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', 'example.com', ''])(
    'refuses %j',
    (address) => {
      expect(guard.isAllowed(address)).toBe(false);
    },
  );

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
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://0/',
    'http://10.1/',
    'http://012.0.0.1/',
    'http://167772161/',
    'http://10.0.0.1:22/',
    'http://user:password@10.0.0.1/',
    'http:10.0.0.1',
    'http:\\\\10.0.0.1\\',
    'http://[::ffff:0:10.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:a00:1::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'https://[fd00::1]:8443/',
  ])('refuses the literal host of %s', (url) => {
    expect(guard.refusesLiteral(new URL(url))).toBe(true);
  });

  it.each(['http://[fe80::1%25eth0]/', 'http://127.0.0.1.1/', 'http://256.0.0.1/', 'http://0x100000000/'])(
    'need not judge %s, which is no URL',
    (url) => {
      expect(URL.canParse(url)).toBe(false);
    },
  );

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
