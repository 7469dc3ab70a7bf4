import { expect, it } from 'vitest';
import { bytesInWords } from './bytes';

it.each([
  [0, '0 bytes'],
  [512, '512 bytes'],
  [1_500_000, '1.4 MiB'],
  [200 * 1024, '200 KiB'],
  [3 * 1024 ** 4, '3.0 TiB'],
])('%d is %s', (bytes, words) => expect(bytesInWords(bytes)).toBe(words));
