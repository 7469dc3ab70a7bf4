import { describe, expect, it } from 'vitest';
import { AppError } from '@app/errors';
import { validReplay } from './valid-replay.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ID = '01980000-0000-7000-8000-000000000000';

function pointersOf(body: unknown): string[] {
  try {
    validReplay(body, NOW);
    return [];
  } catch (error) {
    return (error as AppError).faults.map(({ pointer }) => pointer);
  }
}

describe('A replay of many events', () => {
  it('is of the dead ones, archived or not, and gentle, unless it says otherwise', () => {
    expect(validReplay({ filter: {} }, NOW)).toEqual({
      filter: { status: 'dead', archived: 'all' },
      rate: { max: 50, per: '1s' },
      dry_run: false,
    });
  });

  it('takes all that it may say', () => {
    const filter = { trigger_id: ID, source: 'api', status: 'delivered', destination_id: ID };
    const times = { since: '2026-11-25T10:00:00Z', until: '2026-11-26T00:00:00+01:00' };
    const rest = { destinations: [ID], rate: { max: 10_000, per: '1m' }, dry_run: true };

    expect(
      validReplay({ filter: { ...filter, ...times, label: ['a:b', 'c:d'], archived: false }, ...rest }, NOW),
    ).toEqual({ filter: { ...filter, ...times, labels: { a: 'b', c: 'd' }, archived: false }, ...rest });
    expect(validReplay({ filter: { label: 'a:b', archived: 'true' } }, NOW).filter).toMatchObject({
      labels: { a: 'b' },
      archived: true,
    });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['/filter']],
    ['a list', [], ['']],
    ['no filter', { dry_run: true }, ['/filter']],
    ['a filter that is none', { filter: 'dead' }, ['/filter']],
    ['an unknown field', { filter: {}, all: true }, ['/all']],
    ['an unknown field of the filter', { filter: { state: 'dead' } }, ['/filter/state']],
    ['what is still under way', { filter: { status: 'pending' } }, ['/filter/status']],
    ['an unknown source', { filter: { source: 'me' } }, ['/filter/source']],
    ['a trigger that is no id', { filter: { trigger_id: 'x' } }, ['/filter/trigger_id']],
    ['a time without offset', { filter: { since: '2026-11-25T10:00:00' } }, ['/filter/since']],
    ['a beginning in the future', { filter: { since: '2026-11-25T12:00:01Z' } }, ['/filter/since']],
    [
      'an end before the beginning',
      { filter: { since: '2026-11-25T10:00:00Z', until: '2026-11-25T10:00:00Z' } },
      ['/filter/until'],
    ],
    ['a label without value', { filter: { label: 'a' } }, ['/filter/label']],
    ['another archive', { filter: { archived: 'maybe' } }, ['/filter/archived']],
    [
      'what went nowhere, to somewhere',
      { filter: { status: 'recorded', destination_id: ID } },
      ['/filter/destination_id'],
    ],
    ['no destinations', { filter: {}, destinations: [] }, ['/destinations']],
    ['a destination that is no id', { filter: {}, destinations: [ID, 'x'] }, ['/destinations/1']],
    ['a destination inline', { filter: {}, destinations: [{ url: 'http://x.test' }] }, ['/destinations/0']],
    ['a rate of nothing', { filter: {}, rate: { max: 0, per: '1s' } }, ['/rate/max']],
    ['half a rate', { filter: {}, rate: { max: 5 } }, ['/rate/per']],
    ['a rate by the blink', { filter: {}, rate: { max: 5, per: '10ms' } }, ['/rate/per']],
    ['a rate by the year', { filter: {}, rate: { max: 5, per: '365d' } }, ['/rate/per']],
    ['an absurd rate', { filter: {}, rate: { max: 1_000_000, per: '1s' } }, ['/rate/max']],
    ['too high a rate', { filter: {}, rate: { max: 1001, per: '1s' } }, ['/rate/max']],
    ['a dry run that is a word', { filter: {}, dry_run: 'yes' }, ['/dry_run']],
  ])('is refused with %s', (_, body, pointers) => {
    expect(pointersOf(body)).toEqual(pointers);
  });
});
