import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { Clock } from '@app/clock';
import type { Config } from '@app/config';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-token.js';

const SECRET = 'a-secret-of-the-tests-0123456789abcdef';
const NOW = Date.parse('2026-03-01T10:00:00Z');
const CLAIMS = { userId: '01980000-0000-7000-8000-000000000001', sessionVersion: 3 };

const clock = new Clock();
const setClock = (at: number) => clock.measured(at, Date.now(), Date.now());
const tokensOf = (appSecret: string) => new AccessTokens({ appSecret } as Config, clock);
const tokens = tokensOf(SECRET);

describe('An access token', () => {
  it('says whose it is, until it expires, by the clock of the platform', async () => {
    setClock(NOW);
    const token = await tokens.issue(CLAIMS);

    expect(await tokens.read(token)).toEqual(CLAIMS);
    setClock(NOW + (ACCESS_TOKEN_SECONDS - 2) * 1000);
    expect(await tokens.read(token)).toEqual(CLAIMS);
    setClock(NOW + (ACCESS_TOKEN_SECONDS + 2) * 1000);
    expect(await tokens.read(token)).toBeUndefined();
  });

  it('holds nothing but that', async () => {
    setClock(NOW);
    expect(Object.keys(decodeJwt(await tokens.issue(CLAIMS))).sort()).toEqual([
      'aud',
      'exp',
      'iat',
      'iss',
      'sub',
      'sv',
    ]);
  });

  it('of another secret says nothing', async () => {
    expect(
      await tokensOf('another-secret-0123456789-0123456789').read(await tokens.issue(CLAIMS)),
    ).toBeUndefined();
  });

  it('is not taken with alg none', async () => {
    const payload = decodeJwt(await tokens.issue(CLAIMS));
    const unsigned = new UnsecuredJWT(payload).encode();
    const [, body] = (await tokens.issue(CLAIMS)).split('.');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');

    for (const token of [unsigned, `${none}.${body}.`, `${none}.${body}`])
      expect(await tokens.read(token)).toBeUndefined();
  });

  it('is not taken when signed with APP_SECRET itself, with an empty key, or by another algorithm', async () => {
    const payload = decodeJwt(await tokens.issue(CLAIMS));
    const header = { alg: 'HS256', typ: 'at+jwt' };
    const sign = (key: Uint8Array) => new SignJWT(payload).setProtectedHeader(header).sign(key);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

    expect(await tokens.read(await sign(Buffer.from(SECRET)))).toBeUndefined();
    expect(await tokens.read(forged(header, payload, ''))).toBeUndefined();
    const rs256 = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
      .sign(privateKey);
    expect(await tokens.read(rs256)).toBeUndefined();
  });

  it.each([
    ['a changed user', (body: object) => ({ ...body, sub: '01980000-0000-7000-8000-000000000002' })],
    ['a longer life', (body: object) => ({ ...body, exp: 9_999_999_999 })],
  ])('is not taken with %s', async (_, change) => {
    const [header, body, signature] = (await tokens.issue(CLAIMS)).split('.');
    const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify(change(claims))).toString('base64url');

    expect(await tokens.read(`${header}.${changed}.${signature}`)).toBeUndefined();
  });

  it.each(['', '.', '..', 'a.b.c', 'etp_abc', 'null', 'é', 'x'.repeat(5000)])('is not %j', async (token) => {
    expect(await tokens.read(token)).toBeUndefined();
  });
});

function forged(header: object, payload: object, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
