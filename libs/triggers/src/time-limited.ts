import { createContext, Script } from 'node:vm';

const context = createContext({ work: undefined as unknown });
const call = new Script('work()');

/**
 * What synchronous work of nobody knows what effort answers. Throws what it throws, and after `limitMs` by the wall clock that it
 * takes too long: nothing else is done in the process meanwhile. Each call starts a thread that
 * watches it, which is not for what is always short.
 */
export function timeLimited<T>(work: () => T, limitMs: number): T {
  context['work'] = work;
  try {
    return call.runInContext(context, { timeout: limitMs }) as T;
  } finally {
    context['work'] = undefined;
  }
}
