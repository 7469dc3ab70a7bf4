// @ts-check
import { Trouble } from '../../scripts/say.mjs';

export const ADMIN_PASSWORD = 'of-the-bench-alone';

/**
 * A trigger with a payload schema and a destination, and an API key that may fire it.
 * @param {string} url of the api
 */
export async function prepareTrigger(url) {
  const { access_token: token } = await post(url, '/auth/login', {
    username: 'admin',
    password: ADMIN_PASSWORD,
  });
  const { key } = await post(url, '/api-keys', { name: 'bench', scopes: ['fire'] }, token);
  const { id } = await post(
    url,
    '/triggers',
    {
      name: 'Fired',
      trigger_type: 'api',
      payload_schema: { type: 'object', properties: { order: { type: 'integer' } }, required: ['order'] },
      destinations: [{ url: 'http://127.0.0.1:9/' }],
    },
    token,
  );
  return { triggerId: String(id), key: String(key) };
}

/** @param {string} url @param {string} path @param {object} body @param {string} [token] @returns {Promise<any>} */
async function post(url, path, body, token) {
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Trouble(`The api answered ${answer.status} to ${path}: ${await answer.text()}`);
  return answer.json();
}
