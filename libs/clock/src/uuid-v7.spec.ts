import { describe, expect, it } from 'vitest';
import { isUuid, uuidV7, uuidV7Floor, uuidV7Named, uuidV7Time } from './uuid-v7.js';

/** The example of RFC 9562, appendix A.6: 2022-02-22 14:22:22 UTC-5. */
const RFC_TIME = 0x017f22e279b0;

describe('A UUIDv7', () => {
  it.each([0, 1, RFC_TIME, 2 ** 48 - 1])('tells its time: %s', (at) => {
    expect(uuidV7Time(uuidV7(at))).toBe(at);
  });

  it('has its time in the first 48 bits, as in the example of RFC 9562', () => {
    expect(uuidV7(RFC_TIME)).toMatch(/^017f22e2-79b0-/);
    expect(RFC_TIME).toBe(Date.parse('2022-02-22T19:22:22Z'));
  });

  it('says version 7 and variant 10, whatever the random bits', () => {
    for (let n = 0; n < 1000; n++)
      expect(uuidV7(RFC_TIME)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is another each time, also beyond one pool of random bytes', () => {
    const ids = Array.from({ length: 2000 }, () => uuidV7(RFC_TIME));

    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is above those that were made before it in the same millisecond', () => {
    const ids = Array.from({ length: 2000 }, () => uuidV7(RFC_TIME + 1));

    expect(ids.toSorted()).toEqual(ids);
  });

  it('of a name is always the same, of the instant that it was given, and another for another name', () => {
    const id = uuidV7Named(RFC_TIME, 'a name');

    expect(uuidV7Named(RFC_TIME, 'a name')).toBe(id);
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidV7Named(RFC_TIME, 'another')).not.toBe(id);
    expect(uuidV7Named(RFC_TIME + 1, 'a name')).not.toBe(id);
  });

  it.each([0, 1, RFC_TIME, 2 ** 48 - 1])('says when it was made: %d', (at) => {
    expect(uuidV7Time(uuidV7(at))).toBe(at);
    expect(uuidV7Time(uuidV7Floor(at))).toBe(at);
  });

  it('sorts by time as text', () => {
    const times = [0, 1, 255, 256, 2 ** 32, RFC_TIME, RFC_TIME + 1, 2 ** 48 - 1];
    const ids = times.map((at) => uuidV7(at));

    expect(ids.toSorted()).toEqual(ids);
  });

  it.each([0, 1, RFC_TIME, 2 ** 48 - 1])('of the instant %d is not below the floor of that instant', (at) => {
    expect(uuidV7(at) >= uuidV7Floor(at)).toBe(true);
  });

  it('is below the floor of the next millisecond', () => {
    for (let n = 0; n < 1000; n++) expect(uuidV7(RFC_TIME) < uuidV7Floor(RFC_TIME + 1)).toBe(true);
  });

  it('has a floor that is all zeros after the time', () => {
    expect(uuidV7Floor(RFC_TIME)).toBe('017f22e2-79b0-0000-0000-000000000000');
    expect(uuidV7Floor(0)).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe('isUuid', () => {
  it.each([uuidV7(RFC_TIME), uuidV7(RFC_TIME).toUpperCase(), '00000000-0000-0000-0000-000000000000'])(
    'accepts %s',
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each([
    undefined,
    null,
    7,
    '',
    'x',
    '017f22e279b07000800000000000000a',
    '{017f22e2-79b0-7000-8000-00000000000a}',
    '017f22e2-79b0-7000-8000-00000000000',
    '017f22e2-79b0-7000-8000-00000000000ab',
    '017f22e2-79b0-7000-8000-00000000000g',
    ' 017f22e2-79b0-7000-8000-00000000000a',
    '017f22e2-79b0-7000-8000-00000000000a\n',
  ])('refuses %j', (value) => {
    expect(isUuid(value)).toBe(false);
  });
});
