import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from './principal.js';

/** What is known of the request on whose behalf something is done; `principal` once it has been identified. */
export interface RequestContext {
  requestId: string;
  address: string;
  principal?: Principal;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` so that whatever it does, however deep, is written down as done by this request. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Undefined outside of requests: what a worker does by itself. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}
