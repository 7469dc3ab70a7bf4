import { describe, expect, it } from 'vitest';
import { bucketWith, resolvedLifetime, type PolicyLevels } from './resolve.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const hours = (archive: number, end: number) => ({ archive_after: `${archive}h`, delete_after: `${end}h` });
const LEVELS: PolicyLevels = {
  triggers: new Map([['own', hours(1, 10)]]),
  project: hours(2, 20),
  installation: hours(3, 30),
  test: hours(4, 40),
};

describe('An event that is resolved anew', () => {
  it.each([
    ['of its trigger', { source: 'api', trigger_id: 'own' }, LEVELS, 1],
    ['of its project, when its trigger has none', { source: 'schedule', trigger_id: 'other' }, LEVELS, 2],
    ['of its project, when it has no trigger', { source: 'manual', trigger_id: null }, LEVELS, 2],
    ['of the installation otherwise', { source: 'hook', trigger_id: 'x' }, { ...LEVELS, project: null }, 3],
    ['of its trigger as an alert, too', { source: 'alert', trigger_id: 'own' }, LEVELS, 1],
    ['of its project as any other alert', { source: 'alert', trigger_id: null }, LEVELS, 2],
    ['of tests, whatever its trigger says', { source: 'test', trigger_id: 'own' }, LEVELS, 4],
  ] as const)('has the policy %s', (_, event, levels, n) => {
    expect(resolvedLifetime(event, levels)).toEqual({
      archiveAfterMs: n * HOUR,
      deleteAfterMs: n * 10 * HOUR,
    });
  });

  it.each([
    ['stays active, however long it lives', 0, 30 * DAY, 1, 0],
    ['stays active when it is to live no longer', 0, HOUR, 2 * HOUR, 0],
    ['goes to the class of a longer life', 3, 30 * DAY, HOUR, 5],
    ['goes to the class of a shorter life', 5, 2 * DAY, HOUR, 3],
    ['is kept when it is never deleted', 3, null, HOUR, 7],
    ['is kept no longer when it is deleted some day', 7, 2 * DAY, HOUR, 3],
    ['stays in its class when that fits', 3, 7 * HOUR, HOUR, 3],
    ['stays where it is when it has expired by that', 5, HOUR, HOUR, 5],
  ])('%s', (_, bucket, deleteAfterMs, ageMs, expected) => {
    expect(bucketWith({ archiveAfterMs: 1000, deleteAfterMs }, bucket, ageMs)).toBe(expected);
  });
});
