import { describe, expect, it } from 'vitest';
import { Config } from '@app/config';
import { SecretBox } from './secret-box.js';

function boxOf(secret: string, ...others: string[]): SecretBox {
  return new SecretBox(
    new Config({
      APP_SECRET: secret,
      APP_SECRET_PREVIOUS: others.join(','),
      DATABASE_URL: 'postgres://db',
      QUEUE_BACKEND: 'postgres',
    }),
  );
}

const SECRET = 'a-secret-of-the-tests-0123456789abcdef';
const box = boxOf(SECRET);

/** The same text with one bit of one of its sealed bytes turned over. */
function tampered(sealed: string, index: number): string {
  const [keyId, body] = sealed.split('.');
  const bytes = Buffer.from(body!, 'base64url');
  const at = index < 0 ? bytes.length + index : index;
  bytes[at] = bytes[at]! ^ 1;
  return `${keyId}.${bytes.toString('base64url')}`;
}

describe('A secret box', () => {
  it.each(['', 'x', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'Grüße 🗝️ \n\0', 'x'.repeat(10_000)])(
    'opens what it sealed: %j',
    (plain) => {
      expect(box.open(box.seal(plain))).toBe(plain);
    },
  );

  it('opens what another process sealed under the same APP_SECRET', () => {
    expect(boxOf(SECRET).open(box.seal('plain'))).toBe('plain');
  });

  it('shows nothing of what it sealed, and never seals alike twice', () => {
    const sealed = box.seal('plain text');

    expect(sealed).toMatch(/^[0-9a-f]{8}\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[1]!, 'base64url').toString('latin1')).not.toContain('plain');
    expect(box.seal('plain text')).not.toBe(sealed);
  });

  it('refuses what was sealed under another APP_SECRET, and says so', () => {
    expect(() => boxOf(`${SECRET}!`).open(box.seal('plain'))).toThrow(/another APP_SECRET/);
  });

  it.each([
    ['the nonce', 0],
    ['the text', 12],
    ['the tag', -1],
  ])('refuses a text of which %s was changed', (_, index) => {
    expect(() => box.open(tampered(box.seal('plain'), index))).toThrow();
  });

  it.each([
    ['cut off', (sealed: string) => sealed.slice(0, -4)],
    [
      'given another key id',
      (sealed: string) => sealed.replace(/^./, (first) => (first === '0' ? '1' : '0')),
    ],
    ['without a key id', (sealed: string) => sealed.split('.')[1]!],
    ['empty', () => ''],
  ])('refuses a text that was %s', (_, change) => {
    expect(() => box.open(change(box.seal('plain')))).toThrow();
  });

  describe('in the course of a rotation', () => {
    const next = `next-${SECRET}`;
    const older = `older-${SECRET}`;
    const rotating = boxOf(next, SECRET, older);

    it('opens what was sealed under any of its secrets', () => {
      for (const secret of [next, SECRET, older])
        expect(rotating.open(boxOf(secret).seal('plain'))).toBe('plain');
      expect(() => rotating.open(boxOf(`else-${SECRET}`).seal('plain'))).toThrow(/another APP_SECRET/);
    });

    it('seals under the current one', () => {
      expect(boxOf(next).open(rotating.seal('plain'))).toBe('plain');
      expect(() => box.open(rotating.seal('plain'))).toThrow(/another APP_SECRET/);
      expect(rotating.seal('plain').startsWith(rotating.currentPrefix)).toBe(true);
      expect(box.seal('plain').startsWith(rotating.currentPrefix)).toBe(false);
    });

    it('seals under the current one, even where it is named among the others too', () => {
      const both = boxOf(next, next, SECRET);

      expect(boxOf(next).open(both.seal('plain'))).toBe('plain');
      expect(both.open(box.seal('plain'))).toBe('plain');
    });
  });
});
