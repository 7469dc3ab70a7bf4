import type { components } from './schema';

export type Problem = components['schemas']['ProblemView'];

/** Whether what a call failed with is the api's own answer, rather than a network that is away. */
export const isProblem = (failure: unknown): failure is Problem =>
  typeof failure === 'object' && failure !== null && 'status' in failure && 'code' in failure;

/** What went wrong, and where it helps what to do, for people. */
export function explain(failure: unknown): { title: string; text: string } {
  if (!isProblem(failure)) {
    if (failure instanceof TypeError)
      return {
        title: 'The api cannot be reached',
        text: 'Look whether it runs, and at the network. It is tried again.',
      };
    return {
      title: 'Something went wrong',
      text: failure instanceof Error ? failure.message : String(failure),
    };
  }
  const { status, title, detail, request_id } = failure;
  if (status === 503)
    return { title: 'The database is away', text: `${detail} It is tried again by itself.` };
  if (status === 403) return { title: 'Not allowed', text: detail };
  if (status >= 500) return { title, text: `${detail} Request ${request_id}: the api's log says more.` };
  return { title, text: detail };
}

/** The faults of a refused form by their pointer: `{"/name": "…"}`. */
export function faultsOf(failure: unknown): Record<string, string> {
  if (!isProblem(failure)) return {};
  return Object.fromEntries((failure.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
}
