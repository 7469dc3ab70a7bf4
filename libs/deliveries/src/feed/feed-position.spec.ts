import { describe, expect, it } from 'vitest';
import { earlierOf, isAhead, readPosition, upTo, writePosition } from './feed-position.js';

const AT = 1_764_650_000_000;
const write = (snapshot: string) => writePosition({ at: AT, snapshot });

describe('A position in the feed', () => {
  it.each(['3:3:', '700:705:700,703', '700:701:700'])('is read as it was written: %s', (snapshot) => {
    expect(readPosition(write(snapshot))).toEqual({ at: AT, snapshot });
  });

  it.each([
    '',
    '12345',
    'miof2bwg',
    'miof2bwg-',
    'miof2bwg-5:3:',
    'miof2bwg-0:0:',
    'miof2bwg-0:5:0',
    'miof2bwg-700:705:701,703',
    'miof2bwg-700:705:700,700',
    'miof2bwg-700:705:703,700',
    'miof2bwg-700:705:700,705',
    'miof2bwg-700:705:700,',
    'miof2bwg-9999999999999999999:9999999999999999999:',
    "miof2bwg-700:705:700'; SELECT",
    'MIOF2BWG-3:3:',
  ])('that we did not write is none: %s', (text) => {
    expect(readPosition(text)).toBeUndefined();
  });

  it('ends where reading has stopped', () => {
    expect(upTo('700:710:700,703,708', '705')).toBe('700:706:700,703');
    expect(upTo('700:710:700,703,708', '700')).toBe('700:701:700');
    expect(upTo('710:710:', '704')).toBe('705:705:');
    expect(upTo('700:702:700', '705')).toBe('700:702:700');
  });

  it('with very many transactions under way takes a step back', () => {
    const running = Array.from({ length: 150 }, (_, index) => 1000 + 2 * index);
    const { snapshot } = readPosition(write(`1000:5000:${running.join()}`))!;

    expect(snapshot).toBe(`1000:1200:${running.slice(0, 100).join()}`);
  });

  it('of two readers is that of what both have read', () => {
    const earlier = (one: string, other: string) =>
      earlierOf({ at: AT, snapshot: one }, { at: AT - 1, snapshot: other });

    expect(earlier('700:710:700,708', '703:707:703,705')).toEqual({
      at: AT - 1,
      snapshot: '700:707:700,703,705',
    });
    expect(earlier('703:707:703,705', '700:710:700,708').snapshot).toBe('700:707:700,703,705');
    expect(earlier('5:5:', '9:9:').snapshot).toBe('5:5:');
  });

  it('is ahead of a database that has not come so far', () => {
    expect(isAhead({ at: AT, snapshot: '700:705:700' }, '500:501:500')).toBe(true);
    expect(isAhead({ at: AT, snapshot: '700:705:700' }, '600:705:600')).toBe(false);
  });
});
