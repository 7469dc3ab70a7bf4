import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line written on behalf of a request or a job carries. */
export interface LogContext {
  request_id?: string;
  job_id?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that all it logs, however deep, carries `context`. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run(context, work);
}

export function currentLogContext(): LogContext | undefined {
  return storage.getStore();
}
