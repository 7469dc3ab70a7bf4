import { expect, it } from 'vitest';
import { lastAnswer } from './last-answer';

const attempt = (status_code: number | null, error: string | null, response_head: string | null = null) => ({
  status_code,
  error,
  response_head,
});

it('is that of the last try', () => {
  expect(lastAnswer([])).toBe('');
  expect(lastAnswer([attempt(500, null, 'oh\n  no'), attempt(200, null, '')])).toBe('200');
  expect(lastAnswer([attempt(500, null, 'oh\n  no')])).toBe('500 · oh no');
  expect(lastAnswer([attempt(null, 'timed out')])).toBe('timed out');
});

it('of a queue, which answers nothing, is that it is done', () => {
  expect(lastAnswer([attempt(null, null)])).toBe('done');
});
