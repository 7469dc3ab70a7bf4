import { objectIn } from '../../ui/json-object';

/** What a replay is asked with: `{}` delivers the same event again, a payload makes a new one. */
export type ReplayBody = { payload?: Record<string, unknown> };

/**
 * The body of a replay, from the payload as it stands in the editor. Spaces and the order of members are no change.
 * @returns a string that says what is wrong, for text that can be no payload
 */
export function replayBody(payload: unknown, text: string): ReplayBody | string {
  const edited = objectIn(text);
  if (typeof edited === 'string') return `The payload ${edited}`;
  return sorted(edited) === sorted(payload) ? {} : { payload: edited };
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
