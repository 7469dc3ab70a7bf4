import { describe, expect, it } from 'vitest';
import { QueryFailedError } from 'typeorm';
import { describeError, errorText, redact, redactText } from './redact.js';

const SECRET = 'hunter2-hunter2';

const withFields = (error: Error, fields: object): Error => Object.assign(error, fields);

describe('A text for the log', () => {
  it.each([
    ['postgres://etp:hunter2-hunter2@db:5432/etp is away', 'postgres://…@db:5432/etp is away'],
    ['redis://:hunter2-hunter2@queue', 'redis://…@queue'],
    ['POST /hooks/hunter2-hunter2 failed', 'POST /hooks/… failed'],
    ['https://api.example.com/hooks/hunter2-hunter2?x=1', 'https://api.example.com/hooks/…?…'],
    ['got https://example.com/a?token=hunter2-hunter2 back', 'got https://example.com/a?… back'],
    ['Authorization: Bearer hunter2-hunter2', 'Authorization: Bearer …'],
    ['authorization=basic hunter2-hunter2==', 'authorization=basic …'],
    ['sealed with whsec_hunter2-hunter2/+=', 'sealed with whsec_…'],
    ['the key etp_hunter2-hunter2_hunter2 and etr_hunter2hunter2hunter2', 'the key … and …'],
    ['a JWT eyJhbGciOi.eyJzdWIi.hunter2-hunter2 came', 'a JWT … came'],
    [`value 0a1b2c3d.${'hunter2-hunter2'.repeat(4)}`, 'value …'],
  ])('loses what looks like a secret: %s', (text, safe) => expect(redactText(text)).toBe(safe));

  it.each([
    'connect ECONNREFUSED 127.0.0.1:5432',
    'relation "triggers" does not exist',
    'Mapped {/hooks/:token, POST} route',
    'getaddrinfo ENOTFOUND db.example.com',
    'https://example.com/path is away',
    'Delivery 01a21022-a4cc-78cd-ab8d-2779b6e981f7 was no longer this worker’s',
  ])('keeps the rest: %s', (text) => expect(redactText(text)).toBe(text));

  it('is cut off', () => {
    expect(redactText('x'.repeat(100_000)).length).toBeLessThan(4100);
  });
});

describe('An error for the log', () => {
  const database = withFields(
    new Error('duplicate key value violates unique constraint "triggers_external_key"'),
    {
      code: '23505',
      detail: `Key (external_key)=(${SECRET}) already exists.`,
      where: SECRET,
      table: 'triggers',
      constraint: 'triggers_external_key',
    },
  );

  it.each<[string, Error]>([
    ['TypeORM', new QueryFailedError(`INSERT ${SECRET}`, [SECRET], database)],
    ['PostgreSQL', database],
    ['ioredis', withFields(new Error('WRONGPASS'), { command: { name: 'auth', args: [SECRET] } })],
    ['undici', withFields(new Error('bad'), { headers: { authorization: SECRET }, body: SECRET })],
    ['URL', withFields(new TypeError('Invalid URL'), { input: `postgres://etp:${SECRET}@[db` })],
    ['a cause', new Error('outer', { cause: withFields(new Error('inner'), { config: SECRET }) })],
    ['several', new AggregateError([withFields(new Error('one'), { token: SECRET })], 'all failed')],
    ['its message', new Error(`no answer from https://etp:${SECRET}@example.com/`)],
    [
      'a value that is no number',
      withFields(new Error(`invalid input syntax: "${SECRET}"`), { code: '22P02' }),
    ],
    ['text that is no JSON', new SyntaxError(`Unexpected token 'h', "${SECRET}" is not valid JSON`)],
  ])('keeps nothing of the values that came with it: %s', (_, error) => {
    expect(JSON.stringify(describeError(error))).not.toContain(SECRET);
    expect(errorText(error)).not.toContain(SECRET);
    expect(JSON.stringify(redact({ deep: [{ error }] }))).not.toContain(SECRET);
  });

  it('keeps what helps: type, message, code, rule, stack and causes', () => {
    const { type, message, code, stack, cause } = describeError(new QueryFailedError('INSERT', [], database));

    expect({ type, message, code }).toEqual({
      type: 'QueryFailedError',
      message: database.message,
      code: '23505',
    });
    expect(stack).toMatch(/^QueryFailedError: duplicate key.*\n\s+at /);
    expect(cause).toMatchObject({ type: 'Error', constraint: 'triggers_external_key', table: 'triggers' });
  });

  it('says in lines what was behind it', () => {
    const text = errorText(
      new TypeError('outer', { cause: withFields(new Error('inner'), { code: 'EOOPS' }) }),
    );

    expect(text).toMatch(/^TypeError: outer\n\s+at /);
    expect(text).toMatch(/^caused by Error: inner \(EOOPS\)$/m);
  });

  it('ends where its causes go round in a circle', () => {
    const error = new Error('again');
    error.cause = error;

    expect(errorText(error).match(/Error: again/g)?.length).toBeLessThan(10);
  });

  it('may be anything that was thrown', () => {
    expect(errorText(`lost postgres://etp:${SECRET}@db`)).toBe('lost postgres://…@db');
    expect(errorText(undefined)).toBe('undefined');
  });
});

describe('A value for the log', () => {
  it('loses what is named like a secret', () => {
    const named = { Authorization: SECRET, setCookie: SECRET, db_password: SECRET, apiKey: SECRET };
    const bulky = { headers: { a: SECRET }, parameters: [SECRET], body: SECRET, payload: { a: SECRET } };

    expect(JSON.stringify(redact({ ...named, ...bulky, deep: { hook_token: SECRET } }))).not.toContain(
      SECRET,
    );
  });

  it('keeps plain data', () => {
    expect(redact({ status: 'ok', counts: [1, 2], at: null })).toEqual({
      status: 'ok',
      counts: [1, 2],
      at: null,
    });
  });

  it('is bounded', () => {
    const round: Record<string, unknown> = {};
    round['again'] = round;

    expect(JSON.stringify(redact(round)).length).toBeLessThan(100);
    expect(redact(Array.from({ length: 10_000 }))).toHaveLength(100);
    expect(redact(Buffer.from(SECRET))).toBe('…');
  });
});
