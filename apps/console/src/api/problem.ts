import type { components } from './schema';

export type Problem = components['schemas']['ProblemView'];

/** No answer of the api came: it, the network or a proxy is away, and may be back soon. */
export class Unreachable extends Error {}

/** Whether what a call failed with is the api's own answer, rather than a network that is away. */
export const isProblem = (failure: unknown): failure is Problem =>
  typeof failure === 'object' && failure !== null && 'status' in failure && 'code' in failure;

/** Whether there is no such thing: it never was, it is deleted, or it is another project's. */
export const isGone = (failure: unknown): boolean => isProblem(failure) && failure.status === 404;

/** Whether somebody may be let in where nobody answered: the api or its database is away. */
export const isAway = (failure: unknown): boolean =>
  failure instanceof Unreachable || (isProblem(failure) && failure.code === 'database.unavailable');

/** Whether the same may go well the next time. */
export const isPassing = (failure: unknown): boolean =>
  isProblem(failure) ? failure.status === 429 || failure.status >= 500 : !isOutdated(failure);

/** Whether a part of the console could not be loaded, which browsers say in words of their own. */
export const isOutdated = (failure: unknown): boolean =>
  failure instanceof Error && /dynamically imported module|module script|preload CSS/i.test(failure.message);

interface Explanation {
  title: string;
  text: string;
}

/** What went wrong, and where it helps what to do, for people. */
export function explain(failure: unknown): Explanation {
  if (isProblem(failure)) return explainProblem(failure);
  if (failure instanceof Unreachable) return { title: 'The api cannot be reached', text: failure.message };
  if (isOutdated(failure))
    return {
      title: 'A part of the console could not be loaded',
      text: 'The platform may have been updated since this page was opened, or the network is away. Load the page again.',
    };
  return {
    title: 'Something went wrong',
    text: failure instanceof Error ? failure.message : String(failure),
  };
}

const TITLES: Record<number, string> = {
  400: 'That was not understood',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'It is not there',
  409: 'Not as things stand',
  413: 'Too large',
  422: 'Something in it is wrong',
  429: 'Too much at once',
  503: 'Not possible just now',
};

function explainProblem({ status, code, title, detail, request_id }: Problem): Explanation {
  if (code === 'database.unavailable') return { title: 'The database is away', text: detail };
  if (code.endsWith('.too_slow')) return { title: 'That took too long', text: detail };
  if (code === 'access.scope_missing')
    return { title: TITLES[403]!, text: `${detail} Somebody with the scope admin can give it.` };
  if (status === 404)
    return { title: TITLES[404]!, text: `${detail} It may have been deleted, or be of another project.` };
  if (status >= 500 && status !== 503)
    return {
      title: 'Something went wrong',
      text: `${detail} Request ${request_id}: the api's log says more.`,
    };
  return { title: TITLES[status] ?? title, text: detail };
}

/** The faults of a refused form by their pointer: `{"/name": "…"}`. */
export function faultsOf(failure: unknown): Record<string, string> {
  if (!isProblem(failure)) return {};
  return Object.fromEntries((failure.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
}
