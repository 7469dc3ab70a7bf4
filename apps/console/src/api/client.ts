import createFetchClient from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { Unreachable } from './problem';
import type { paths } from './schema';
import { refresh, session, type Tokens } from './session';

/**
 * `fetch` as who is signed in, in the project that is chosen. An access token that ran out is renewed on the way.
 * @throws {Unreachable} when nothing answers, or something between here and the api in its place, as a proxy without one
 */
export async function authorizedFetch(input: Request): Promise<Response> {
  const answer = await fetchAsViewer(input).catch((failure: unknown) => {
    // what fetch says of a network that is away, in the words of each browser
    if (failure instanceof TypeError) throw new Unreachable(ADVICE, { cause: failure });
    throw failure;
  });
  if (!answer.ok && !answer.headers.get('content-type')?.includes('problem+json'))
    throw new Unreachable(`${answer.status} came from something in front of it. ${ADVICE}`);
  return answer;
}

const ADVICE = 'Look whether it runs, and at the network.';

async function fetchAsViewer(input: Request): Promise<Response> {
  const tokens = session.tokens();
  const again = tokens && input.clone(); // a body can be read once
  const answer = await fetch(withCredentials(input, tokens));
  if (answer.status !== 401 || tokens === undefined || again === undefined) return answer;
  const renewed = await refresh(tokens.access_token);
  return renewed ? fetch(withCredentials(again, renewed)) : answer;
}

function withCredentials(request: Request, tokens: Tokens | undefined): Request {
  const project = session.project();
  if (project !== undefined) request.headers.set('x-project', project);
  if (tokens) request.headers.set('authorization', `Bearer ${tokens.access_token}`);
  return request;
}

/** Every call of the api, typed by openapi.json: `const { data, error } = await client.GET('/events', …)`. */
export const client = createFetchClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** The same as hooks of TanStack Query: `$api.useQuery('get', '/events', …)`. A failure is the api's problem. */
export const $api = createQueryClient(client);

/** The answer of a call of `client`, or its problem thrown. */
export async function answerOf<T>(call: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await call;
  if (error !== undefined) throw error;
  return data as T;
}
