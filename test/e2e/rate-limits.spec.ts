import { expect, it } from 'vitest';
import { ADMIN_PASSWORD, loginAsAdmin } from '../support/admin.js';
import type { Answer, ApiClient } from '../support/api-client.js';
import type { Problem } from '../support/contract.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useStack } from '../support/stack.js';

const MOST = 20;

describeOnEachQueue('Requests beyond a limit', (queue) => {
  const stack = useStack({
    queue,
    workers: 0,
    env: {
      AUTH: 'on',
      ADMIN_PASSWORD,
      RATE_LIMIT_KEY: String(MOST),
      RATE_LIMIT_ADDRESS: String(MOST),
      RATE_LIMIT_LOGIN: '3',
    },
  });

  /** So many at once that they cannot all fall into different windows. */
  const burst = (client: ApiClient, path: string) =>
    Promise.all(Array.from({ length: MOST * 5 }, () => client.get<Problem>(path)));

  function expectRefusal({ headers, body }: Answer<Problem>): void {
    expect(body).toMatchObject({ status: 429, code: 'request.rate_limited' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit')).toMatch(/^"\w+";r=0;t=\d+$/);
    expect(headers.get('ratelimit-policy')).toMatch(new RegExp(`^"\\w+";q=${MOST};w=1$`));
  }

  it('are refused with 429, counted by key, and the next window is open again', async () => {
    const admin = await loginAsAdmin(stack.api);
    const [one, other] = [await admin.newKey(['read']), await admin.newKey(['read'])];
    const answers = await burst(stack.api.as(one), '/triggers');
    const refused = answers.filter(({ status }) => status === 429);

    expect(answers.length - refused.length).toBeGreaterThanOrEqual(MOST);
    expect(refused.length).toBeGreaterThan(0);
    expectRefusal(refused[0]!);
    expect((await stack.api.as(other).get('/triggers')).headers.get('ratelimit')).toMatch(
      /^"key";r=\d+;t=1$/,
    );
    await expect.poll(async () => (await stack.api.as(one).get('/triggers')).status).toBe(200);
  });

  it('are counted by address when they have no good credentials, and health is not', async () => {
    const answers = await burst(stack.api.as('etp_a-guess'), '/triggers');

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    expectRefusal(answers.find(({ status }) => status === 429)!);
    const health = await burst(stack.api, '/health/live');
    expect(new Set(health.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('are counted more strictly when they are logins', async () => {
    const statuses = [];
    for (let tried = 0; tried < 5; tried++) {
      const { status } = await stack.api.post('/auth/login', { username: `user${tried}`, password: 'x' });
      statuses.push(status);
    }

    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(3);
  });
});
