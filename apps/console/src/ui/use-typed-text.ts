import { useState } from 'react';
import { handedOver, heard, untyped } from './typed-text';

/** The text of a field whose value is elsewhere, in a URL that may lag: nothing that is typed meanwhile is lost. */
export function useTypedText(value: string) {
  const [kept, setKept] = useState(() => untyped(value));
  const state = heard(kept, value);
  if (state !== kept) setKept(state);
  return {
    text: state.text,
    /** The value that was handed over last, or that there is. */
    value: state.sent.at(-1) ?? state.seen,
    type: (text: string) => setKept((before) => ({ ...before, text })),
    handOver: (to: string) => setKept((before) => handedOver(before, to)),
  };
}
