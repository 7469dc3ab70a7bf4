import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetTyped, keepTyped, keptTyped } from './kept-typed';

const form = { by: 'ada', at: '/triggers/new' };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => void vi.unstubAllGlobals());

it('what is typed is kept for the same person on the same page, until it is forgotten', () => {
  expect(keptTyped(form)).toBeUndefined();
  keepTyped(form, { name: 'half' });

  expect(keptTyped(form)).toEqual({ name: 'half' });
  expect(keptTyped({ ...form, by: 'mia' })).toBeUndefined();
  expect(keptTyped({ ...form, at: '/triggers/new?template=webhook' })).toBeUndefined();
  forgetTyped();
  expect(keptTyped(form)).toBeUndefined();
});

it('nothing is kept of nobody', () => {
  keepTyped({ ...form, by: undefined }, 'half');

  expect(keptTyped({ ...form, by: undefined })).toBeUndefined();
});
