import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../libs/retention/src/cold/stores/open-store.js';
import type { ColdStore } from '../../libs/retention/src/cold/stores/cold-store.js';
import { useS3Server } from '../support/s3-server.js';

const MIB = 1024 * 1024;
const s3 = useS3Server();
let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'etp-cold-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const bucketWith = (rest: object) =>
  openStore({
    kind: 's3',
    bucket: s3.bucket,
    prefix: 'a/b/',
    region: 'us-east-1',
    endpoint: s3.endpoint,
    credentials: s3.credentials,
    ...rest,
  });

async function* pieces(bytes: Buffer, failsAfter = Infinity): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += MIB) {
    if (from >= failsAfter) throw new Error('the source has failed');
    yield bytes.subarray(from, from + MIB);
  }
}

describe.each<[string, () => ColdStore]>([
  ['a folder that is not there yet', () => openStore({ kind: 'folder', path: join(folder, 'cold') })],
  ['a bucket', () => bucketWith({})],
])('The cold archive in %s', (_, open) => {
  const namesIn = async (store: ColdStore) => {
    const names: string[] = [];
    for await (const name of store.list()) names.push(name);
    return names;
  };

  it('is empty at first', async () => {
    expect(await namesIn(open())).toEqual([]);
    expect(await open().has('x')).toBe(false);
    await expect(open().read('x').then(buffer)).rejects.toThrow();
    await open().remove('x');
  });

  it.each([0, 1, 8 * MIB, 17 * MIB + 5])('gives back an object of %i bytes', async (size) => {
    const [store, bytes, name] = [open(), randomBytes(size), `of-${size}`];
    await store.write(name, pieces(bytes));

    expect((await buffer(await store.read(name))).equals(bytes)).toBe(true);
    expect(await store.has(name)).toBe(true);
    expect(await namesIn(store)).toEqual([name]);
    await store.remove(name);
    expect(await namesIn(store)).toEqual([]);
  });

  it.each([MIB, 9 * MIB])(
    'has nothing of an object whose source fails after %i bytes',
    async (failsAfter) => {
      const source = pieces(randomBytes(20 * MIB), failsAfter);

      await expect(open().write('half', source)).rejects.toThrow('the source has failed');
      expect(await open().has('half')).toBe(false);
      expect(await namesIn(open())).toEqual([]);
    },
  );

  it('tells the names in their order', async () => {
    for (const name of ['c', 'a', 'b']) await open().write(name, pieces(Buffer.from(name)));

    expect(await namesIn(open())).toEqual(['a', 'b', 'c']);
    for (const name of ['c', 'a', 'b']) await open().remove(name);
  });
});

describe('A folder in which a process was killed while it wrote', () => {
  it('is rid of what has been unfinished for a day, and of nothing else', async () => {
    const path = join(folder, 'killed');
    await openStore({ kind: 'folder', path }).write('whole', pieces(Buffer.from('x')));
    const daysOld = async (name: string, days: number) => {
      await writeFile(join(path, name), '');
      const at = new Date(Date.now() - days * 86_400_000);
      await utimes(join(path, name), at, at);
      return name;
    };
    await daysOld(`.of-old.${randomUUID()}`, 1.1);
    const stay = [await daysOld(`.of-new.${randomUUID()}`, 0.9), await daysOld('.nfs0001', 9)];
    await daysOld('whole', 9);

    await openStore({ kind: 'folder', path }).write('next', pieces(Buffer.from('y')));
    expect((await readdir(path)).toSorted()).toEqual([...stay, 'next', 'whole'].toSorted());
  });
});

describe('A store that cannot be used', () => {
  it('leaves nothing behind in a folder', async () => {
    expect(await readdir(join(folder, 'cold'))).toEqual([]);
  });

  it.each([
    ['a key that it does not know', { credentials: { accessKeyId: 'nobody', secretAccessKey: 'S3RVER' } }],
    ['no such bucket', { bucket: 'nothing' }],
    ['nobody there', { endpoint: 'http://127.0.0.1:9' }],
  ])('says so: %s', async (_, wrong) => {
    await expect(bucketWith(wrong).write('x', pieces(Buffer.from('x')))).rejects.toThrow();
  });
});
