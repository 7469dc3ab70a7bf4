import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { isDatabaseAway, isDuplicate, sqlState } from './database-errors.js';

const withCode = (code: unknown, rest: object = {}) => Object.assign(new Error('failed'), { code, ...rest });
const throughTypeOrm = (error: Error) => new QueryFailedError('SELECT 1', [], error);

describe('The SQLSTATE of an error', () => {
  it('is found straight and through TypeORM', () => {
    expect(sqlState(withCode('23505'))).toBe('23505');
    expect(sqlState(throughTypeOrm(withCode('23505')))).toBe('23505');
  });

  it.each([undefined, null, 'text', 7, new Error('plain'), withCode(7)])('is nothing for %s', (error) => {
    expect(sqlState(error)).toBeUndefined();
  });
});

describe('The database is away', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EHOSTUNREACH',
    '08000',
    '08006',
    '53100',
    '53300',
    '57P01',
    '57P02',
    '57P03',
  ])('when an error has the code %s', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
    expect(isDatabaseAway(throughTypeOrm(withCode(code)))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('when the driver says "%s"', (message) => {
    expect(isDatabaseAway(new Error(message))).toBe(true);
    expect(isDatabaseAway(throughTypeOrm(new Error(message)))).toBe(true);
  });

  it.each(['EAI_AGAIN', 'ENETUNREACH'])('when an error has the code %s', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(true);
  });

  it.each(['22P02', '23505', '23514', '40001', '40P01', '42601', '57014', 'ERR_INVALID_ARG_TYPE', 'ENOENT'])(
    'is not what %s says',
    (code) => {
      expect(isDatabaseAway(withCode(code))).toBe(false);
    },
  );

  it.each([undefined, null, 'Connection terminated', new Error('plain')])('is not what %s says', (error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});

describe('A duplicate', () => {
  const duplicate = withCode('23505', { constraint: 'triggers_external_key' });

  it.each([duplicate, throughTypeOrm(duplicate)])('is known by its constraint', (error) => {
    expect(isDuplicate(error)).toBe(true);
    expect(isDuplicate(error, 'triggers_external_key')).toBe(true);
    expect(isDuplicate(error, 'triggers_pkey')).toBe(false);
  });

  it('is no other violation', () => {
    expect(isDuplicate(withCode('23514', { constraint: 'triggers_external_key' }))).toBe(false);
    expect(isDuplicate(new Error('plain'))).toBe(false);
  });
});
