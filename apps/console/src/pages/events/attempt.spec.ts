import { expect, it } from 'vitest';
import type { Attempt } from '../../api/types';
import { attemptOutcome, sentRequest } from './attempt';

const attempt = (fields: object) => ({ status_code: null, error: null, ...fields }) as Attempt;

it('says what came of a try', () => {
  expect(attemptOutcome(attempt({ status_code: 204 }))).toEqual({ ok: true, text: '204' });
  expect(attemptOutcome(attempt({ status_code: 302 }))).toEqual({ ok: false, text: '302' });
  expect(attemptOutcome(attempt({ error: 'connect ECONNREFUSED' }))).toEqual({
    ok: false,
    text: 'connect ECONNREFUSED',
  });
  expect(attemptOutcome(attempt({}))).toEqual({ ok: true, text: 'handed over' }); // to a queue
});

it('shows a request as it was sent, where it is known', () => {
  expect(sentRequest(attempt({}))).toBeUndefined();
  expect(sentRequest(attempt({ request: null }))).toBeUndefined();
  const request = { method: 'POST', url: 'http://x/', headers: [['webhook-id', 'msg_1']], body: '{}' };
  expect(sentRequest(attempt({ request }))).toBe('POST http://x/\nwebhook-id: msg_1\n\n{}');
});
