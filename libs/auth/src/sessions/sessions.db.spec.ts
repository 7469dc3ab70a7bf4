import { beforeEach, describe, expect, it } from 'vitest';
import { usePlatform } from '../../../../test/support/platform.js';
import { Authenticator } from '../access/authenticator.js';
import { Users } from '../users/users.service.js';
import { ExpiredSessions } from './expired-sessions.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { Sessions } from './sessions.service.js';

const PASSWORD = 'correct horse';
const HERE = '203.0.113.7';

describe('A session', () => {
  const on = usePlatform();
  const sessions = () => on.get(Sessions);
  const login = (password = PASSWORD, name = 'ada', address = HERE) =>
    sessions().login(name, password, address);
  const identify = (token: string) => on.get(Authenticator).identify(token);
  let id: string;

  beforeEach(async () => {
    await on.sql('DELETE FROM users');
    await on.sql('DELETE FROM login_attempts');
    ({ id } = await on.get(Users).create({ username: 'Ada', password: PASSWORD, role: 'admin' }));
  });

  it('begins with a login, whatever the case of the name', async () => {
    const { access_token } = await login(PASSWORD, 'ADA');

    expect(await identify(access_token)).toMatchObject({ kind: 'user', id, name: 'ada', projects: 'all' });
  });

  it.each([
    ['a wrong password', 'ada', 'wrong'],
    ['a user that there is not', 'bob', PASSWORD],
  ])('does not begin with %s, told in the same words', async (_, name, password) => {
    await expect(login(password, name)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'auth.invalid_credentials',
      message: 'Username or password is wrong.',
    });
  });

  it('of a disabled user neither begins nor goes on', async () => {
    await on.get(Users).create({ username: 'boss', password: PASSWORD, role: 'admin' });
    const { access_token, refresh_token } = await login();
    await on.get(Users).change(id, { enabled: false });

    await expect(login()).rejects.toMatchObject({ code: 'auth.invalid_credentials' });
    await expect(sessions().refresh(refresh_token)).rejects.toMatchObject({ code: 'auth.invalid_token' });
    expect(await identify(access_token)).toBeUndefined();
  });

  it('of a deleted user ends', async () => {
    await on.get(Users).create({ username: 'boss', password: PASSWORD, role: 'admin' });
    const { access_token, refresh_token } = await login();
    await on.get(Users).delete(id);

    expect(await identify(access_token)).toBeUndefined();
    await expect(sessions().refresh(refresh_token)).rejects.toMatchObject({ code: 'auth.invalid_token' });
  });

  it('goes on by exchanging its refresh token', async () => {
    const first = await login();
    const second = await sessions().refresh(first.refresh_token);

    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await identify(second.access_token)).toMatchObject({ id });
    await sessions().refresh(second.refresh_token);
  });

  it('ends for everybody when a refresh token is used twice, and that is written down', async () => {
    const stolen = await login();
    const next = await sessions().refresh(stolen.refresh_token);

    for (const { refresh_token } of [stolen, next])
      await expect(sessions().refresh(refresh_token)).rejects.toMatchObject({ code: 'auth.invalid_token' });
    const [entry] = await on.sql<{ target_id: string }>(
      `SELECT target_id FROM audit_log WHERE action = 'auth.refresh_token_reused' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry?.target_id).toBe(id);
  });

  it('gives one new pair to a token that is exchanged ten times at once', async () => {
    const { refresh_token } = await login();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => sessions().refresh(refresh_token)),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await on.count('SELECT count(*) FROM refresh_tokens WHERE user_id = $1', [id])).toBe(0);
  });

  it('ends with a log-out, and the others of the user do not', async () => {
    const [one, other] = [await login(), await login()];
    await sessions().logout(one.refresh_token);
    await sessions().logout('etr_nobody');

    await expect(sessions().refresh(one.refresh_token)).rejects.toMatchObject({ code: 'auth.invalid_token' });
    await sessions().refresh(other.refresh_token);
  });

  it('ends when the password changes, but for the one that the change opens', async () => {
    const before = await login();
    const after = await sessions().changePassword(id, PASSWORD, 'battery staple', HERE);

    expect(await identify(before.access_token)).toBeUndefined();
    await expect(sessions().refresh(before.refresh_token)).rejects.toMatchObject({
      code: 'auth.invalid_token',
    });
    expect(await identify(after.access_token)).toMatchObject({ id });
    await expect(login()).rejects.toMatchObject({ code: 'auth.invalid_credentials' });
    await login('battery staple');
  });

  it('keeps its password when the present one is not known', async () => {
    await expect(sessions().changePassword(id, 'wrong', 'battery staple', HERE)).rejects.toMatchObject({
      code: 'auth.invalid_credentials',
    });
    await login();
  });

  it('leaves nothing in the database that would open one', async () => {
    const { refresh_token } = await login();
    const rows = await on.sql('SELECT * FROM refresh_tokens');

    expect(JSON.stringify(rows)).not.toContain(refresh_token.slice(4));
    expect(JSON.stringify(await on.sql('SELECT * FROM users'))).not.toContain(PASSWORD);
  });

  it('is cleaned away once it has expired', async () => {
    await login();
    await on.sql(`UPDATE refresh_tokens SET expires_at = now() - interval '1 second'`);
    await on.sql(`UPDATE login_attempts SET last_at = now() - interval '2 hours'`);

    const clean = new ExpiredSessions(on.get(RefreshTokensRepository), on.get(LoginAttemptsRepository));
    expect(await clean.runOnce(100)).toBeGreaterThan(0);
    expect(await on.count('SELECT count(*) FROM refresh_tokens')).toBe(0);
    expect(await on.count('SELECT count(*) FROM login_attempts')).toBe(0);
  });
});

describe('Failed logins', () => {
  const on = usePlatform();
  const fail = (name: string, address = HERE) =>
    on
      .get(Sessions)
      .login(name, 'wrong', address)
      .catch((error: { code: string; retryAfter?: number }) => error);
  const waitOf = async (subject: string) => {
    const [row] = await on.sql<{ seconds: number }>(
      `SELECT extract(epoch FROM blocked_until - last_at)::float8 AS seconds FROM login_attempts WHERE subject = $1`,
      [subject],
    );
    return row?.seconds;
  };
  const endWait = () => on.sql('UPDATE login_attempts SET blocked_until = now()');

  beforeEach(async () => {
    await on.sql('DELETE FROM login_attempts');
    await on.sql('DELETE FROM users');
    await on.get(Users).create({ username: 'ada', password: PASSWORD, role: 'admin' });
  });

  it.each(['ada', 'nobody'])('of %s have to wait after the fifth, ever longer', async (name) => {
    for (let tried = 0; tried < 5; tried++)
      expect(await fail(name)).toMatchObject({ code: 'auth.invalid_credentials' });

    const delays: number[] = [];
    for (let tried = 0; tried < 4; tried++) {
      const refused = await fail(name);
      expect(refused).toMatchObject({ kind: 'rate_limited', code: 'auth.too_many_attempts' });
      delays.push((await waitOf(`address:${HERE}`))!);
      await endWait();
      expect(await fail(name)).toMatchObject({ code: 'auth.invalid_credentials' });
    }
    expect(delays).toEqual([1, 2, 4, 8]);
  });

  it('never wait longer than five minutes', async () => {
    await on.sql(`INSERT INTO login_attempts VALUES ($1, 1000, now(), now())`, [`address:${HERE}`]);
    await fail('ada');

    expect(await waitOf(`address:${HERE}`)).toBe(300);
  });

  it('count for the account from every address, and for the address on every account', async () => {
    for (let n = 0; n < 5; n++) await fail('ada', `198.51.100.${n}`);
    expect(await fail('ada', '198.51.100.99')).toMatchObject({ code: 'auth.too_many_attempts' });
    expect(await fail('bob', '198.51.100.99')).toMatchObject({ code: 'auth.invalid_credentials' });

    for (let n = 0; n < 5; n++) await fail(`user${n}`, HERE);
    expect(await fail('somebody-else', HERE)).toMatchObject({ code: 'auth.too_many_attempts' });
  });

  it('count also when they are made at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => fail('ada')));

    const judged = outcomes.filter(
      (outcome) => 'code' in outcome && outcome.code === 'auth.invalid_credentials',
    );
    expect(judged).toHaveLength(5);
  });

  it('do not count those that had to wait', async () => {
    for (let tried = 0; tried < 5; tried++) await fail('ada');
    for (let tried = 0; tried < 10; tried++) await fail('ada');

    expect(await waitOf(`address:${HERE}`)).toBe(1);
  });

  it('are forgotten by the account with a login, and by everybody after an hour', async () => {
    for (let tried = 0; tried < 4; tried++) await fail('ada');
    await on.get(Sessions).login('ada', PASSWORD, HERE);
    for (let tried = 0; tried < 4; tried++) await fail('ada', `198.51.100.${tried}`);
    expect(await fail('ada', '198.51.100.99')).toMatchObject({ code: 'auth.invalid_credentials' });

    await on.sql(`UPDATE login_attempts SET last_at = now() - interval '61 minutes', blocked_until = now()`);
    for (let tried = 0; tried < 4; tried++)
      expect(await fail('ada')).toMatchObject({ code: 'auth.invalid_credentials' });
  });
});
