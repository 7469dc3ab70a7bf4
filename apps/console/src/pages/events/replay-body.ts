/** What a replay is asked with: `{}` delivers the same event again, a payload makes a new one. */
export type ReplayBody = { payload?: Record<string, unknown> };

/**
 * The body of a replay, from the payload as it stands in the editor. Spaces and the order of members are no change.
 * @returns a string that says what is wrong, for text that can be no payload
 */
export function replayBody(payload: unknown, text: string): ReplayBody | string {
  let edited: unknown;
  try {
    edited = JSON.parse(text);
  } catch {
    return 'This is no JSON yet.';
  }
  if (typeof edited !== 'object' || edited === null || Array.isArray(edited))
    return 'A payload is a JSON object: {"order": 42}.';
  return sorted(edited) === sorted(payload) ? {} : { payload: edited as Record<string, unknown> };
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
