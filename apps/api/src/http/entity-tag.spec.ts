import { describe, expect, it } from 'vitest';
import { entityTag, expectedRevisions } from './entity-tag.js';

describe('If-Match', () => {
  it.each<[string, string | undefined, number[] | undefined]>([
    ['none', undefined, undefined],
    ['any', ' * ', undefined],
    ['the tag of an answer', entityTag(3), [3]],
    ['several tags', '"3", "12" ,"x,y"', [3, 12]],
    ['empty elements', ', "3",, "4",', [3, 4]],
    ['a weak tag', 'W/"3"', []],
    ['a weak tag beside a strong one', 'W/"3", "4"', [4]],
    ['a tag of somebody else', '"abc", "03", "-1"', []],
    ['a tag without quotes', '3', []],
    ['an asterisk in a list', '*, "3"', []],
    ['tags without a comma', '"3" "4"', []],
    ['nothing', '', []],
  ])('of %s', (_, field, revisions) => {
    expect(expectedRevisions(field)).toEqual(revisions);
  });

  it('is judged at once, however long it is', () => {
    expect(expectedRevisions(`${'"1",'.repeat(4000)}x`)).toEqual([]);
    expect(expectedRevisions(`${' ,'.repeat(8000)}x`)).toEqual([]);
  });
});
