/** A text that is typed, and the value elsewhere (in a URL) that follows it some time later. */
export interface TypedText {
  text: string;
  /** The value as it was last seen. */
  seen: string;
  /** What was handed over since and has not come back as the value, oldest first. */
  sent: string[];
}

export const untyped = (value: string): TypedText => ({ text: value, seen: value, sent: [] });

/** What is typed goes elsewhere as `value`; what stands there already does not. */
export function handedOver(state: TypedText, value: string): TypedText {
  return value === (state.sent.at(-1) ?? state.seen) ? state : { ...state, sent: [...state.sent, value] };
}

/**
 * The value elsewhere is `value` now. When it is one that was handed over, what was typed since stays; when it has
 * changed by other means, as by a link or the back button, it replaces what is typed.
 */
export function heard(state: TypedText, value: string): TypedText {
  if (value === state.seen) return state;
  const own = state.sent.indexOf(value);
  return own < 0 ? untyped(value) : { ...state, seen: value, sent: state.sent.slice(own + 1) };
}
