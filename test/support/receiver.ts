import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll } from 'vitest';
import type { Json, Trigger } from './contract.js';

/** How an endpoint answers one request; `hang` never does. */
export type Behaviour =
  number | 'hang' | { status: number; headers?: Record<string, string | number>; body?: string };

interface ReceivedRequest {
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** A request whose signature has been verified. */
export interface ReceivedDelivery {
  /** `webhook-id`: the same on every try of a delivery. */
  id: string;
  headers: IncomingHttpHeaders;
  payload: Json;
  at: number;
}

/** Somebody's webhook receiver, in this process; it is there for the tests of the suite. */
export function useReceiver(): Receiver {
  const receiver = new Receiver();
  beforeAll(() => receiver.listen());
  afterAll(() => receiver.close());
  return receiver;
}

class Receiver {
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly server = createServer((request, response) => {
    const endpoint = this.endpoints.get(request.url ?? '');
    if (endpoint) void endpoint.receive(request, response);
    else response.writeHead(404).end();
  });

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections(); // also those that hang
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** A URL of its own that answers as told, the last way for ever; without a word it answers 204. */
  endpoint(...answers: Behaviour[]): Endpoint {
    const { port } = this.server.address() as AddressInfo;
    const path = `/${this.endpoints.size + 1}`;
    const endpoint = new Endpoint(`http://127.0.0.1:${port}${path}`, answers);
    this.endpoints.set(path, endpoint);
    return endpoint;
  }
}

export class Endpoint {
  /** As they came, verified or not. */
  readonly requests: ReceivedRequest[] = [];
  private secret: string | undefined;

  constructor(
    readonly url: string,
    private answers: Behaviour[],
  ) {}

  /** From now on it answers like this, the last way for ever. */
  answer(...answers: Behaviour[]): void {
    this.answers = answers;
  }

  /** Takes note of the secret that the answer which made the destination shows once. */
  trust<T extends Pick<Trigger, 'destinations'>>(trigger: T): T {
    this.secret = trigger.destinations.find(({ url }) => url === this.url)?.secret;
    return trigger;
  }

  /** Every request, verified as a receiver is told to: throws when a signature does not fit. */
  get deliveries(): ReceivedDelivery[] {
    if (!this.secret) throw new Error(`The secret of ${this.url} is not known: trust() its trigger`);
    const webhook = new Webhook(this.secret);
    return this.requests.map(({ headers, body, at }) => ({
      id: String(headers['webhook-id']),
      payload: webhook.verify(body, headers as Record<string, string>) as Json,
      headers,
      at,
    }));
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', headers } = request;
    this.requests.push({
      method,
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
      at: performance.now(),
    });
    const answer = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? 204;
    if (answer === 'hang') return;
    const { status, headers: fields, body } = typeof answer === 'number' ? { status: answer } : answer;
    response.writeHead(status, fields).end(body);
  }
}
