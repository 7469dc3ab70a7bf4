import { describe, expect, it } from 'vitest';
import { UsageError } from '../command.js';
import { readArguments } from './arguments.js';

const ID = '019abcde-0000-7000-8000-000000000001';

describe('What the archive is asked', () => {
  it('is everything if nothing is said', () => {
    expect(readArguments([])).toEqual({ names: [], filter: {}, livesFor: undefined });
  });

  it('is objects and a filter', () => {
    const words = `events-b3_20261124t0600-x.ndjson.gz expired-y --id ${ID.toUpperCase()} --id ${ID} --trigger ${ID}
      --project ${ID} --since 2026-03-01 --until 2026-03-01T10:00:00+02:00 --label a:b:c --label d: --q x --for 9d`;

    expect(readArguments(words.split(/\s+/))).toEqual({
      names: ['events-b3_20261124t0600-x', 'expired-y'],
      filter: {
        ids: [ID, ID],
        trigger_id: ID,
        project_id: ID,
        since: new Date('2026-03-01T00:00:00Z'),
        until: new Date('2026-03-01T08:00:00Z'),
        labels: { a: 'b:c', d: '' },
        q: 'x',
      },
      livesFor: '9d',
    });
  });

  it.each([
    ['--id x'],
    ['--trigger 1'],
    ['--since yesterday'],
    ['--since 2026-03-01T10:00:00'],
    ['--until 2026-13-01'],
    ['--label a'],
    ['../etc/passwd'],
  ])('is refused in a sentence: %s', (words) => {
    expect(() => readArguments(words.split(' '))).toThrow(UsageError);
  });
});
