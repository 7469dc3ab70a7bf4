import { Logger, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { AppError, conflict, invalid, notFound, rateLimited, unavailable } from '@app/errors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProblemFilter } from './problem.filter.js';
import type { ProblemView } from './problem.view.js';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: ProblemView;
}

function answerTo(thrown: unknown): Answer {
  const answer: Answer = { status: 0, headers: {}, body: {} as ProblemView };
  const reply = {
    header: (name: string, value: string) => ((answer.headers[name] = value), reply),
    headers: (fields: Record<string, string>) => (Object.assign(answer.headers, fields), reply),
    status: (status: number) => ((answer.status = status), reply),
    send: (body: ProblemView) => ((answer.body = body), reply),
  };
  const http = { getResponse: () => reply, getRequest: () => ({ id: 'request-1' }) };
  new ProblemFilter().catch(thrown, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return answer;
}

const withCode = (code: string, rest: object = {}) =>
  Object.assign(new Error('secret detail'), { code, ...rest });

describe('An error', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is answered as problem details', () => {
    expect(answerTo(notFound('trigger'))).toEqual({
      status: 404,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      },
      body: {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'There is no such trigger.',
        code: 'trigger.not_found',
        request_id: 'request-1',
      },
    });
  });

  it('lists every fault of a request that is invalid', () => {
    const faults = [{ pointer: '/name', detail: 'is missing' }];

    expect(answerTo(invalid(faults))).toMatchObject({ status: 422, body: { errors: faults } });
  });

  it.each([
    [400, new AppError('unreadable', 'request.unreadable', 'It is no JSON.')],
    [409, conflict('trigger.paused', 'The trigger is paused.')],
    [413, withCode('FST_ERR_CTP_BODY_TOO_LARGE', { statusCode: 413 })],
    [415, withCode('FST_ERR_CTP_INVALID_MEDIA_TYPE', { statusCode: 415 })],
    [404, new NotFoundException('Cannot GET /nothing')],
    [400, withCode('FST_ERR_BAD_URL', { statusCode: 400 })],
  ])('has the status %d', (status, thrown) => {
    const answer = answerTo(thrown);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, code: expect.stringMatching(/^\w+\.\w+$/) as string });
  });

  it.each([unavailable('platform.overloaded', 'Too much.'), withCode('ECONNREFUSED'), withCode('57P01')])(
    'that passes is 503 with Retry-After',
    (thrown) => {
      expect(answerTo(thrown)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    },
  );

  it('that says too many requests is 429 with Retry-After', () => {
    expect(answerTo(rateLimited(7))).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { code: 'request.rate_limited' },
    });
  });

  it.each([new TypeError('secret detail'), withCode('42601'), 'secret detail', undefined])(
    'of our own is 500, logged and not told (%s)',
    (thrown) => {
      const logged = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
      const { status, body } = answerTo(thrown);

      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain('secret');
      expect(logged).toHaveBeenCalledOnce();
    },
  );
});
