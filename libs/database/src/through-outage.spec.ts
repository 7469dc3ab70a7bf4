import { describe, expect, it } from 'vitest';
import { throughOutage } from './through-outage.js';

const away = () => Object.assign(new Error('terminating connection'), { code: '57P01' });

/** Fails so often, then answers how often it was asked. */
function failing(times: number, error: Error) {
  let asked = 0;
  return () => (++asked <= times ? Promise.reject(error) : Promise.resolve(asked));
}

describe('Work through an outage of the database', () => {
  it('is done again until it succeeds', async () => {
    expect(await throughOutage(5000, failing(2, away()))).toBe(3);
  });

  it('is given up in time', async () => {
    const error = away();
    await expect(throughOutage(300, failing(100, error))).rejects.toBe(error);
  });

  it('that fails for another reason is not done again', async () => {
    const error = new Error('no');
    await expect(throughOutage(5000, failing(1, error))).rejects.toBe(error);
  });
});
