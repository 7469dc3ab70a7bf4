import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Names and values in their order, as they were on the wire. */
export type Headers = [name: string, value: string][];

/** What went over the wire, but for the values that are nobody's to read. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

/** What was sent and what headers came back; null for what did not get that far. */
export interface Exchange {
  request: SentRequest | null;
  responseHeaders: Headers | null;
}

interface Watched {
  url: string;
  method: string;
  body: string;
  /** Its trace, which no other request has. */
  traceparent: string;
  /** Names of headers whose values are written and never read. */
  hidden: string[];
}

const SENDING = 'undici:client:sendHeaders';
const ANSWERED = 'undici:request:headers';
const TRACE = /\r\ntraceparent: ([^\r]*)/;
const HIDDEN = '••••';
/** Of the answer's headers that much is kept, names and values together. */
const ANSWER_HEADERS = 4096;

/** Those under way, by their traces: one look finds whether a request is watched, however many are. */
const watches = new Map<string, WireWatch>();
const sent = new WeakMap<object, WireWatch>();

/**
 * Looks over undici's shoulder while one request is under way: what it writes is taken down, not what it was asked to
 * write. Nobody looks while nothing is watched, so that deliveries cost nothing more for it.
 */
export class WireWatch {
  private readonly seen: Exchange = { request: null, responseHeaders: null };

  constructor(private readonly watched: Watched) {
    if (watches.size === 0) {
      subscribe(SENDING, onSending);
      subscribe(ANSWERED, onAnswered);
    }
    watches.set(watched.traceparent, this);
  }

  /** What was seen until now; nothing is looked at any more. */
  end(): Exchange {
    if (watches.delete(this.watched.traceparent) && watches.size === 0) {
      unsubscribe(SENDING, onSending);
      unsubscribe(ANSWERED, onAnswered);
    }
    return this.seen;
  }

  /** @param head with its request line, and without what undici alone knows and writes last: the length */
  sends(head: string): void {
    const { url, method, body, hidden } = this.watched;
    const length: Headers = [['content-length', String(Buffer.byteLength(body))]];
    this.seen.request = { method, url, headers: [...read(head, hidden), ...length], body };
  }

  isAnswered(headers: Buffer[]): void {
    this.seen.responseHeaders = pairs(headers);
  }
}

function onSending(message: unknown): void {
  const { request, headers } = message as { request: object; headers: string };
  const watch = watches.get(TRACE.exec(headers)?.[1] ?? '');
  if (!watch) return;
  watch.sends(headers);
  sent.set(request, watch);
}

function onAnswered(message: unknown): void {
  const { request, response } = message as { request: object; response: { headers: Buffer[] } };
  sent.get(request)?.isAnswered(response.headers);
}

/** The fields of a head as it was written, without its request line. */
function read(head: string, hidden: string[]): Headers {
  const secret = new Set(hidden.map((name) => name.toLowerCase()));
  const lines = head.split('\r\n').slice(1);
  return lines.filter(Boolean).map((line) => {
    const colon = line.indexOf(': ');
    const name = line.slice(0, colon);
    return [name, secret.has(name.toLowerCase()) ? HIDDEN : line.slice(colon + 2)];
  });
}

/** @param raw names and values by turns */
function pairs(raw: Buffer[]): Headers {
  const found: Headers = [];
  let room = ANSWER_HEADERS;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    room -= raw[at]!.length + raw[at + 1]!.length;
    if (room < 0) break;
    found.push([raw[at]!.toString('latin1'), raw[at + 1]!.toString('latin1')]);
  }
  return found;
}
