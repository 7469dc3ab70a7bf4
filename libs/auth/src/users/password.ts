import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { unavailable } from '@app/errors';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** OWASP's Password Storage Cheat Sheet, for scrypt with 16 MiB: about 0.2 s of one core. */
const COST = { ln: 14, r: 8, p: 5 };
const MOST_MEMORY = 64 * 1024 * 1024;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORM = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/=-]+)\$([\w+/=-]+)$/;

/** Logins must not take the threads that everything else waits for, nor memory without end. */
const slots = pLimit(2);
const MOST_WAITING = 50;

/** A hash to store, in the PHC string format, with its salt and cost. Throws `unavailable` under a flood. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derived(password, salt, COST);
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/**
 * Whether a password is the one that was hashed. Without a hash (there is no such user) it takes as long and answers no.
 * Throws `unavailable` under a flood.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = FORM.exec(stored ?? '');
  const [ln, r, p] = parts ? parts.slice(1, 4).map(Number) : [COST.ln, COST.r, COST.p];
  const salt = parts ? Buffer.from(parts[4]!, 'base64') : Buffer.alloc(SALT_BYTES);
  const expected = parts ? Buffer.from(parts[5]!, 'base64') : Buffer.alloc(HASH_BYTES);
  const hash = await derived(password, salt, { ln: ln!, r: r!, p: p! });
  return parts !== null && expected.length === HASH_BYTES && timingSafeEqual(hash, expected);
}

function derived(password: string, salt: Buffer, { ln, r, p }: typeof COST): Promise<Buffer> {
  if (slots.pendingCount >= MOST_WAITING)
    throw unavailable('auth.overloaded', 'Too many logins at once. Try again shortly.');
  const N = 2 ** ln;
  return slots(() => derive(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: MOST_MEMORY }));
}
