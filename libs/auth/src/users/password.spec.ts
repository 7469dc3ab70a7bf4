import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.js';

describe('A password', () => {
  it('is recognised by its hash, and no other is', async () => {
    const hash = await hashPassword('correct horse');

    expect(await isPassword('correct horse', hash)).toBe(true);
    expect(await isPassword('correct horse ', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('is hashed with a salt of its own, and is not in its hash', async () => {
    const hashes = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);

    expect(hashes[0]).not.toBe(hashes[1]);
    for (const hash of hashes) expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}==\$[\w+/]{43}=$/);
  });

  it('is the same however an accent is typed', async () => {
    expect(await isPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
  });

  it('is recognised by a hash of another cost', async () => {
    // made with N = 2, r = 1, p = 1 of the password "x" and the salt "salt"
    const { scryptSync } = await import('node:crypto');
    const hash = scryptSync('x', 'salt', 32, { N: 2, r: 1, p: 1 }).toString('base64');

    expect(
      await isPassword('x', `$scrypt$ln=1,r=1,p=1$${Buffer.from('salt').toString('base64')}$${hash}`),
    ).toBe(true);
  });

  it.each([undefined, '', 'x', '$scrypt$', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA'])(
    'is never that of a user without a usable hash (%s), and finding out takes as long',
    async (stored) => {
      const began = performance.now();
      await isPassword('x', await hashPassword('x'));
      const usual = (performance.now() - began) / 2;
      const before = performance.now();
      expect(await isPassword('x', stored)).toBe(false);
      expect(performance.now() - before).toBeGreaterThan(usual / 4);
    },
  );

  it('is refused to be hashed when too many wait', async () => {
    const many = Array.from({ length: 60 }, () => isPassword('x', '$scrypt$ln=1,r=1,p=1$AAAA$AAAA'));
    const outcomes = await Promise.allSettled(many);

    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(40);
    expect(
      outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))[0],
    ).toMatchObject({
      kind: 'unavailable',
      code: 'auth.overloaded',
    });
  });
});
