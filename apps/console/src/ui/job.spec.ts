import { expect, it } from 'vitest';
import { Job } from './job';

/** A job under way that goes on only when it is told to. */
function begun(job: Job<string>) {
  let go: (left: string | undefined) => void = () => undefined;
  let tell: (state: string) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const ended = job.run('begun', (itsSignal, itsTell) => {
    [signal, tell] = [itsSignal, itsTell];
    return new Promise((resolve) => (go = resolve));
  });
  return { ended, end: (left?: string) => go(left), tell: (state: string) => tell(state), signal: signal! };
}

it('is seen and stopped by who comes later, and leaves its end to be seen', async () => {
  const job = new Job<string>();
  const one = begun(job);
  const seen: (string | undefined)[] = [];
  const leave = job.subscribe(() => seen.push(job.current()));
  one.tell('half');
  leave();
  const again = job.subscribe(() => seen.push(job.current()));
  job.stop();
  expect(one.signal.aborted).toBe(true);
  one.end('stopped at the half');
  await one.ended;
  job.dismiss();
  again();
  expect(seen).toEqual(['half', 'stopped at the half', undefined]);
});

it('is gone once it has failed, and says why to who began it', async () => {
  const job = new Job<string>();
  await expect(job.run('begun', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(job.current()).toBeUndefined();
});

it('is stopped by being forgotten, and by the next one, and says no more', async () => {
  const job = new Job<string>();
  const one = begun(job);
  job.forget();
  expect(one.signal.aborted).toBe(true);
  one.tell('half');
  expect(job.current()).toBeUndefined();
  const [other, next] = [begun(job), begun(job)];
  expect([other.signal.aborted, next.signal.aborted]).toEqual([true, false]);
  other.end('late');
  await other.ended;
  expect(job.current()).toBe('begun');
});
