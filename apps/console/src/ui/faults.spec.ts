import { expect, it } from 'vitest';
import { faultAt, without } from './faults';

const FAULTS = {
  '/name': 'is required',
  '/labels/team/x': 'is too long',
  '/destinations/1/url': 'must be a URL',
  '/retention/archive_after': 'must be shorter',
};

it('A field shows what is wrong with it and below it', () => {
  expect(faultAt(FAULTS, '/name')).toBe('is required');
  expect(faultAt(FAULTS, '/labels')).toBe('team/x: is too long');
  expect(faultAt(FAULTS, '/destinations/1')).toBe('url: must be a URL');
  expect(faultAt(FAULTS, '/destinations/10')).toBeUndefined();
  expect(faultAt(FAULTS, '/nam')).toBeUndefined();
});

it('What is changed is not wrong any more until it is sent again', () => {
  expect(Object.keys(without(FAULTS, ['destinations', 'name']))).toEqual([
    '/labels/team/x',
    '/retention/archive_after',
  ]);
});
