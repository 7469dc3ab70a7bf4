import { Trouble } from '../command.js';
import type { ReadFile, TriggerBody } from './entry.js';

/**
 * An array of triggers as the api takes them, or an object that holds it as `triggers`; `destination` is for
 * those that name none. Throws {@link Trouble}.
 */
export function readJson(text: string, destination?: string | object): ReadFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Trouble(`This is no JSON: ${(error as Error).message}`);
  }
  const list: unknown = Array.isArray(content)
    ? content
    : (content as { triggers?: unknown } | null)?.triggers;
  if (!Array.isArray(list))
    throw new Trouble('The JSON has to be an array of triggers, or {"triggers": […]}.');
  const read: ReadFile = { entries: [], faults: [], notes: [] };
  for (const [index, trigger] of list.entries() as Iterable<[number, unknown]>) {
    const line = index + 1;
    if (typeof trigger !== 'object' || trigger === null || Array.isArray(trigger))
      read.faults.push({ line, detail: 'must be a JSON object' });
    else {
      const body: TriggerBody = {
        ...(destination !== undefined && { destinations: [destination] }),
        ...trigger,
      };
      read.entries.push({ line, trigger: body, identity: String(body['name']) });
    }
  }
  return read;
}
