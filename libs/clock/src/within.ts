/**
 * What `work` answers. Rejects with `late()` when that takes longer than so many ms; what it comes to after that is heard
 * by nobody. Nothing of it is kept until the time is over, as a listener to an `AbortSignal.timeout` would be.
 */
export function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  work.catch(() => {}); // when it loses the race nobody else listens
  return Promise.race([work, lateness]).finally(() => clearTimeout(timer));
}

/** What an `AbortSignal.timeout` gives as its reason. */
export function timeoutError(): Error {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
