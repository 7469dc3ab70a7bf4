import type { Attempt } from '../../../api/types';

type Told = Pick<Attempt, 'status_code' | 'error' | 'response_head'>;

/** What came of the last try, in a line: the status with the head of the answer, or why there was none. */
export function lastAnswer(attempts: readonly Told[]): string {
  const last = attempts.at(-1);
  if (last === undefined) return '';
  const { status_code, error, response_head } = last;
  const words = error ?? (response_head === null ? '' : response_head.replaceAll(/\s+/g, ' ').slice(0, 200));
  return [status_code, words].filter((part) => part !== null && part !== '').join(' · ') || 'done';
}
