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
  /** Text that no other request has in its headers. */
  mark: string;
  /** Names of headers whose values are written and never read. */
  hidden: string[];
}

const SENDING = 'undici:client:sendHeaders';
const ANSWERED = 'undici:request:headers';
const HIDDEN = '••••';
/** Of the answer's headers that much is kept, names and values together. */
const ANSWER_HEADERS = 4096;

/**
 * Looks over undici's shoulder while one request is under way: what it writes is taken down, not what it was asked to
 * write. Requests that nobody watches cost nothing more for it, but for those of the same moment.
 */
export class WireWatch {
  private key: unknown;
  private readonly seen: Exchange = { request: null, responseHeaders: null };

  constructor(private readonly watched: Watched) {
    subscribe(SENDING, this.onSending);
    subscribe(ANSWERED, this.onAnswered);
  }

  /** What was seen until now; nothing is looked at any more. */
  end(): Exchange {
    unsubscribe(SENDING, this.onSending);
    unsubscribe(ANSWERED, this.onAnswered);
    return this.seen;
  }

  private readonly onSending = (message: unknown): void => {
    const { request, headers } = message as { request: unknown; headers: string };
    const { url, method, body, mark, hidden } = this.watched;
    if (!headers.includes(mark)) return;
    this.key = request;
    // undici writes the length, which it alone knows, after having told of the rest
    const length: Headers = [['content-length', String(Buffer.byteLength(body))]];
    this.seen.request = { method, url, headers: [...read(headers, hidden), ...length], body };
  };

  private readonly onAnswered = (message: unknown): void => {
    const { request, response } = message as { request: unknown; response: { headers: Buffer[] } };
    if (this.key === undefined || request !== this.key) return;
    this.seen.responseHeaders = pairs(response.headers);
  };
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
