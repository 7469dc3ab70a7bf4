import type { Attempt } from '../../api/types';

/** What came of a try, in a few words. */
export function attemptOutcome({ status_code, error }: Attempt): { ok: boolean; text: string } {
  if (status_code === null) return { ok: error === null, text: error ?? 'handed over' };
  const ok = status_code >= 200 && status_code < 300;
  return { ok, text: error === null ? `${status_code}` : `${status_code}: ${error}` };
}

/** A request as it was put on the wire, where it was written down: that is done for tests alone. */
export function sentRequest(attempt: Attempt): string | undefined {
  const { request } = attempt;
  if (!request) return undefined;
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${request.url}`, ...headers, '', request.body].join('\n');
}
