import { get, type IncomingMessage } from 'node:http';
import type { Delivery, Event } from './contract.js';
import { eventually } from './eventually.js';

export type StreamMessage =
  | { type: 'event'; data: Event }
  | { type: 'delivery'; data: Delivery & { event_status: string } }
  | { type: 'reset'; data: { reason: string } };

/** A client of `GET /events/stream`, as the specification of server-sent events wants it. */
export class EventStream {
  readonly messages: StreamMessage[] = [];
  lastEventId = '';
  /** As it came, for what is no message. */
  text = '';
  closed = false;
  private rest = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (text: string) => this.read(text));
    response.on('close', () => (this.closed = true)).on('error', () => {});
  }

  /** Settles when the api has begun to answer. */
  static open(origin: string, query = '', headers: Record<string, string> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = get(`${origin}/events/stream?${query}`, { headers, agent: false }, (response) => {
        if (response.statusCode === 200) return resolve(new EventStream(response));
        response.resume();
        reject(new Error(`The stream answered ${response.statusCode}`));
      });
      request.on('error', reject);
    });
  }

  get status(): number {
    return this.response.statusCode!;
  }

  get headers(): IncomingMessage['headers'] {
    return this.response.headers;
  }

  /** Ids of the events that it was told of, in that order. */
  get events(): string[] {
    return this.messages.flatMap((message) => (message.type === 'event' ? [message.data.id] : []));
  }

  /** What it was told of the deliveries of an event. */
  deliveriesOf(eventId: string): (Delivery & { event_status: string })[] {
    return this.messages.flatMap((message) =>
      message.type === 'delivery' && message.data.event_id === eventId ? [message.data] : [],
    );
  }

  async has(...ids: string[]): Promise<void> {
    await eventually(() => {
      const missing = ids.filter((id) => !this.events.includes(id));
      if (missing.length > 0) throw new Error(`The stream has not told of ${missing.join(', ')}`);
    });
  }

  /** Takes nothing more from its socket. */
  pause(): void {
    this.response.pause();
  }

  close(): void {
    this.response.destroy();
  }

  private read(text: string): void {
    this.text += text;
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(':')[0]!, line.replace(/^\w+: /, '')]),
      );
      this.lastEventId = fields.get('id') ?? this.lastEventId;
      const data = fields.get('data');
      if (data !== undefined)
        this.messages.push({ type: fields.get('event'), data: JSON.parse(data) } as StreamMessage);
    }
  }
}
