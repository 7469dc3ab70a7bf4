// @ts-check
import { Trouble } from '../../scripts/say.mjs';

/**
 * Asks an api for runs until nothing is due: so many events are to be archived, or deleted.
 * @param {string | undefined} url @param {'archived' | 'deleted'} which @param {number} count
 */
export async function run(url, which, count) {
  let done = 0;
  for (let more = true; more;) {
    const response = await fetch(`${url}/retention/run`, { method: 'POST' });
    const answer = await response.json();
    if (!response.ok) throw new Trouble(`A run failed: ${JSON.stringify(answer)}`);
    done += answer[which];
    more = answer.more;
  }
  if (done !== count) throw new Trouble(`${count} events were due, and ${done} were ${which}.`);
}
