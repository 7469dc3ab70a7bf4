import { useSyncExternalStore } from 'react';
import { session } from '../api/session';
import { Job } from './job';

/** A job that ends with the session: whoever signs in next must not go on with it. */
export function jobOfSession<State>(): Job<State> {
  const job = new Job<State>();
  session.onEnd(() => job.forget());
  return job;
}

/** How far a job is; undefined where nothing of it is to be seen. */
export const useJob = <State>(job: Job<State>): State | undefined =>
  useSyncExternalStore(job.subscribe, job.current);
