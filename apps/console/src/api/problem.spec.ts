import { expect, it } from 'vitest';
import { explain, isAway, isPassing, Unreachable } from './problem';

const problem = (status: number, code: string, detail = 'Detail.') => ({
  type: 'about:blank',
  title: 'Words of HTTP',
  status,
  code,
  detail,
  request_id: 'r-1',
});

it.each([
  [problem(403, 'access.scope_missing'), 'Not allowed', 'Detail. Somebody with the scope admin can give it.'],
  [problem(403, 'auth.no_password'), 'Not allowed', 'Detail.'],
  [problem(404, 'event.not_found'), 'It is not there', /deleted, or be of another project/],
  [problem(422, 'request.invalid'), 'Something in it is wrong', 'Detail.'],
  [problem(503, 'database.unavailable'), 'The database is away', 'Detail.'],
  [problem(503, 'list.too_slow'), 'That took too long', 'Detail.'],
  [problem(503, 'export.busy'), 'Not possible just now', 'Detail.'],
  [problem(500, 'internal'), 'Something went wrong', /Request r-1/],
  [problem(418, 'tea'), 'Words of HTTP', 'Detail.'],
  [new Unreachable('Look at the network.'), 'The api cannot be reached', 'Look at the network.'],
  [
    new TypeError('Failed to fetch dynamically imported module: /console/assets/x.js'),
    'A part of the console could not be loaded',
    /Load the page again/,
  ],
  [new TypeError('x is undefined'), 'Something went wrong', 'x is undefined'],
])('%j is told as “%s”', (failure, title, text) => {
  const told = explain(failure);
  expect(told.title).toBe(title);
  expect(told.text).toMatch(text);
});

it('offers another try, and takes one by itself, where that may help', () => {
  const away = [new Unreachable('gone'), problem(503, 'database.unavailable')];
  const passing = [
    ...away,
    problem(503, 'list.too_slow'),
    problem(429, 'request.rate_limited'),
    problem(500, 'internal'),
  ];
  expect(passing.map(isPassing)).not.toContain(false);
  expect(passing.filter(isAway)).toEqual(away);
  expect([403, 404, 422].map((status) => isPassing(problem(status, 'x')))).not.toContain(true);
});
