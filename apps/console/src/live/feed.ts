import { createParser } from 'eventsource-parser';
import { authorizedFetch } from '../api/client';
import type { DeliveryChange, Event } from '../api/types';

export type FeedMessage =
  { kind: 'event'; event: Event } | { kind: 'delivery'; delivery: DeliveryChange } | { kind: 'reset' };
export type FeedState = 'connecting' | 'live' | 'away';

interface Listener {
  /** Where to go on from, and where it has come to since. */
  position: { last: string | undefined };
  filter?: Record<string, string | string[]>;
  onMessage: (message: FeedMessage) => void;
  onState?: (state: FeedState) => void;
}

/** An api says something every 15 s; one that is silent for longer is gone. */
const SILENCE_LIMIT = 40_000;
const DEFAULT_PAUSE = 3_000;

/**
 * Follows `GET /events/stream` until `signal` aborts, coming back with the last position whenever the connection ends
 * (docs/stream.md): repeats are possible, gaps are not. `EventSource` would do, could it send credentials.
 */
export async function follow(
  { position, filter = {}, onMessage, onState }: Listener,
  signal: AbortSignal,
): Promise<void> {
  let pause = DEFAULT_PAUSE;
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      position.last = id ?? position.last;
      const message = messageOf(event, data);
      if (message) onMessage(message);
    },
    onRetry: (milliseconds) => (pause = milliseconds),
  });
  while (!signal.aborted) {
    onState?.('connecting');
    await connection(streamUrl(filter), position.last, signal, {
      onOpen: () => {
        parser.reset();
        onState?.('live');
      },
      onText: (text) => parser.feed(text),
    }).catch(() => undefined); // the reason is of no use here: it is tried again
    if (signal.aborted) return;
    onState?.('away');
    await delay(pause, signal);
  }
}

interface Connection {
  onOpen: () => void;
  onText: (text: string) => void;
}

async function connection(
  url: string,
  position: string | undefined,
  signal: AbortSignal,
  { onOpen, onText }: Connection,
): Promise<void> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const headers = position === undefined ? undefined : { 'last-event-id': position };
  let timer = setTimeout(() => silence.abort(), SILENCE_LIMIT);
  try {
    const answer = await authorizedFetch(new Request(url, { signal: either, ...(headers && { headers }) }));
    if (!answer.ok || !answer.body) throw new Error(`The feed answered ${answer.status}.`);
    onOpen();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_LIMIT);
      onText(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(event: string | undefined, data: string): FeedMessage | undefined {
  if (event === 'event') return { kind: 'event', event: JSON.parse(data) as Event };
  if (event === 'delivery') return { kind: 'delivery', delivery: JSON.parse(data) as DeliveryChange };
  return event === 'reset' ? { kind: 'reset' } : undefined;
}

function streamUrl(filter: Record<string, string | string[]>): string {
  const url = new URL('/events/stream', location.origin);
  for (const [name, value] of Object.entries(filter))
    for (const one of [value].flat()) url.searchParams.append(name, one);
  return url.href;
}

const delay = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
