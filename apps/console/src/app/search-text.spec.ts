import { expect, it } from 'vitest';
import { readSearch, writeSearch } from './search-text';

it('leaves texts as they are, also those that look like something else', () => {
  const search = { q: '42', enabled: 'true', label: 'team:a&b' };

  expect(writeSearch(search)).toBe('?q=42&enabled=true&label=team%3Aa%26b');
  expect(readSearch(writeSearch(search))).toEqual(search);
});

it('leaves out what is not asked for', () => {
  expect(writeSearch({ q: undefined, trouble: true })).toBe('?trouble=true');
  expect(writeSearch({ q: undefined })).toBe('');
});
