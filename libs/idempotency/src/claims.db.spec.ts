import { beforeEach, describe, expect, it, vi } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { type Claim, Claims } from './claims.js';
import { ExpiredKeys } from './expired-keys.js';
import { fingerprintOf } from './fingerprint.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

const key = { value: 'order-7', fingerprint: fingerprintOf('POST', '/triggers', { name: 'x' }) };
const another = { ...key, fingerprint: fingerprintOf('POST', '/triggers', { name: 'y' }) };

describe('A claim', () => {
  const on = usePlatform();
  beforeEach(() => on.sql('DELETE FROM idempotency_keys'));

  const claims = () => on.get(Claims);
  const claim = async (project: string = PROJECT): Promise<Claim> => {
    const begun = await claims().begin(project, key);
    if (!('claim' in begun)) throw new Error('it has an answer already');
    return begun.claim;
  };
  const endLease = () => on.sql('UPDATE idempotency_keys SET locked_until = now()');

  it('is had by one of many that ask at once; the others are told to wait', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => claims().begin(PROJECT, key)));
    const refused = asked.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];

    expect(refused).toHaveLength(19);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ kind: 'conflict', code: 'idempotency.in_progress', retryAfter: 1 });
  });

  it('ends with an answer, which is for the same request only and lies sealed', async () => {
    await claims().complete(await claim(), 'with a whsec_secret');

    expect(await claims().begin(PROJECT, key)).toEqual({ answer: 'with a whsec_secret' });
    await expect(claims().begin(PROJECT, another)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'idempotency.key_reused',
    });
    const rows = await on.sql<{ answer_sealed: string }>('SELECT * FROM idempotency_keys');
    expect(JSON.stringify(rows)).not.toContain('secret');
    expect(rows[0]).toMatchObject({ owner: null, locked_until: null });
    expect(rows[0]!.answer_sealed).toMatch(/^[0-9a-f]{8}\./);
  });

  it('keeps another request away while it runs, too', async () => {
    await claim();
    await expect(claims().begin(PROJECT, another)).rejects.toHaveProperty('code', 'idempotency.key_reused');
  });

  it('gives the key back when it is released', async () => {
    await claims().release(await claim());

    expect(await on.count('SELECT count(*) FROM idempotency_keys')).toBe(0);
    await expect(claim()).resolves.toBeDefined();
  });

  it('ends with its lease, and cannot disturb who has the key then', async () => {
    const late = await claim();
    await endLease();
    const present = await claim();

    await claims().release(late);
    await claims().complete(late, 'late');
    await expect(claim()).rejects.toHaveProperty('code', 'idempotency.in_progress');
    await claims().complete(present, 'present');
    expect(await claims().begin(PROJECT, key)).toEqual({ answer: 'present' });
  });

  it('has no lease any more once it has its answer', async () => {
    await claims().complete(await claim(), 'kept');

    expect(await claims().begin(PROJECT, key)).toEqual({ answer: 'kept' });
    await on.sql('UPDATE idempotency_keys SET expires_at = now()');
    await expect(claim()).resolves.toBeDefined();
  });

  it('is of one project', async () => {
    const project = uuidV7(Date.now());
    await on.sql(`INSERT INTO projects (id, slug, name) VALUES ($1, 'other', 'Other')`, [project]);
    await claims().complete(await claim(), 'ours');
    await claims().complete(await claim(project), 'theirs');

    expect(await claims().begin(PROJECT, key)).toEqual({ answer: 'ours' });
    expect(await claims().begin(project, key)).toEqual({ answer: 'theirs' });
  });

  it('is forgotten once its day is over, so many at a time, the oldest first', async () => {
    for (let n = 0; n < 5; n++) await claims().begin(PROJECT, { ...key, value: `k${n}` });
    await on.sql(`UPDATE idempotency_keys SET expires_at = now() - right(key, 1)::int * interval '1 second'
      WHERE key <> 'k4'`);
    const runOnce = (limit: number) => on.get(ExpiredKeys).runOnce(limit);
    const left = async () =>
      (await on.sql<{ key: string }>('SELECT key FROM idempotency_keys ORDER BY key')).map((row) => row.key);

    expect(await runOnce(2)).toBe(2);
    expect(await left()).toEqual(['k0', 'k1', 'k4']);
    expect(await runOnce(10)).toBe(2);
    expect(await runOnce(10)).toBe(0);
    expect(await left()).toEqual(['k4']);
  });

  it('is forgotten with at most so many others, in batches of 5,000 that end with one that is not full', async () => {
    await on.sql(
      `INSERT INTO idempotency_keys (project_id, key, fingerprint, event, created_at, expires_at)
       SELECT $1, n, '', '{}', now(), now() - interval '1 second' FROM generate_series(1, 16000) n`,
      [PROJECT],
    );
    const batches = vi.spyOn(on.get(IdempotencyKeysRepository), 'deleteExpired');
    const batchesOf = async (limit: number) => {
      batches.mockClear();
      const removed = await on.get(ExpiredKeys).runOnce(limit);
      return { removed, batches: batches.mock.calls.flat() };
    };

    expect(await batchesOf(11_000)).toEqual({ removed: 11_000, batches: [5000, 5000, 1000] });
    expect(await on.count('SELECT count(*) FROM idempotency_keys')).toBe(5000);
    expect(await batchesOf(300_000)).toEqual({ removed: 5000, batches: [5000, 5000] });
    expect(await batchesOf(300_000)).toEqual({ removed: 0, batches: [5000] });
  });
});
