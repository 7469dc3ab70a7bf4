import { describe, expect, it } from 'vitest';
import { Config } from '@app/config';
import { reseal } from './reseal.js';
import type { SealedColumn } from './sealed-column.js';
import { SecretBox } from './secret-box.js';

const OLD = 'the-old-secret-of-the-tests-0123456789';
const NEW = 'the-new-secret-of-the-tests-0123456789';

function boxOf(secret: string, previous = ''): SecretBox {
  const env = { APP_SECRET: secret, APP_SECRET_PREVIOUS: previous };
  return new SecretBox(new Config({ ...env, DATABASE_URL: 'postgres://db', QUEUE_BACKEND: 'postgres' }));
}

/** A column in memory; `meanwhile` happens between a batch's reading and its writing. */
function columnOf(rows: Map<string, string>, meanwhile: () => void = () => {}) {
  const batches: number[] = [];
  const column: SealedColumn = {
    name: 'test',
    findOutdated: async (prefix, limit, after = '') => {
      const found = [...rows]
        .filter(([id, sealed]) => id > after && !sealed.startsWith(prefix))
        .map(([id, sealed]) => ({ id, sealed }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      batches.push(found.length);
      return found;
    },
    replace: async (texts) => {
      meanwhile();
      const still = texts.filter(({ id, sealed }) => rows.get(id) === sealed);
      for (const { id, resealed } of still) rows.set(id, resealed);
      return still.length;
    },
  };
  return { column, batches };
}

describe('Resealing', () => {
  const old = boxOf(OLD);
  const rotating = boxOf(NEW, OLD);
  const rowsOf = (count: number) =>
    new Map(Array.from({ length: count }, (_, n) => [`id-${n}`, old.seal(`plain ${n}`)]));

  it('seals all anew that is under another key, in batches, and nothing a second time', async () => {
    const rows = rowsOf(7);
    const fresh = rotating.seal('fresh');
    rows.set('new', fresh);
    const { column, batches } = columnOf(rows);

    expect(await reseal(column, rotating, 3)).toEqual({ resealed: 7, changed: 0, unreadable: 0 });
    expect(batches).toEqual([3, 3, 1, 0]);
    expect(boxOf(NEW).open(rows.get('id-5')!)).toBe('plain 5');
    expect(rows.get('new')).toBe(fresh);
    expect(await reseal(column, rotating, 3)).toEqual({ resealed: 0, changed: 0, unreadable: 0 });
  });

  it('leaves alone what somebody else has written meanwhile', async () => {
    const rows = rowsOf(2);
    const { column } = columnOf(rows, () => rows.set('id-0', old.seal('changed')));

    expect(await reseal(column, rotating)).toEqual({ resealed: 1, changed: 1, unreadable: 0 });
    expect(rotating.open(rows.get('id-0')!)).toBe('changed');
  });

  it('goes on past what nobody can read', async () => {
    const rows = rowsOf(3);
    rows.set('id-1', boxOf(`${OLD}!`).seal('lost'));
    const { column } = columnOf(rows);

    expect(await reseal(column, rotating, 1)).toEqual({ resealed: 2, changed: 0, unreadable: 1 });
  });
});
