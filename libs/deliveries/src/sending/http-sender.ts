import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import { Clock, timeoutError, within } from '@app/clock';
import { AddressGuard } from '../destinations/address-guard.js';
import { ADDRESS_NOT_ALLOWED, AddressNotAllowedError } from '../destinations/address-guard.js';
import { resultOf, type SendResult } from './attempt.js';
import { describeFailure } from './describe-failure.js';
import { retryAfterMs } from './retry-after.js';
import type { WebhookRequest } from './webhook-request.js';
import { WireWatch } from './wire-watch.js';

const HEAD_BYTES = 4096;
/** An answer longer than its head is read on up to this, so that the connection can be used again. */
const DRAIN_BYTES = 64 * 1024;

/** Sends one request and reports what came of it. It never throws: every failure is a result. */
@Injectable()
export class HttpSender implements OnApplicationShutdown {
  private readonly agent: Agent;

  constructor(
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
  ) {
    this.agent = new Agent({
      connect: { lookup: guard.lookup, timeout: 10_000 },
      keepAliveTimeout: 4000,
      pipelining: 1,
    });
  }

  async send(request: WebhookRequest): Promise<SendResult> {
    const watch = watchOver(request);
    const began = performance.now();
    const result = (rest: Partial<SendResult>): SendResult =>
      resultOf({
        durationMs: Math.round(performance.now() - began),
        ...rest,
        ...(watch && { exchange: watch.end() }),
      });
    try {
      if (this.guard.refusesLiteral(new URL(request.url))) throw new AddressNotAllowedError();
      // undici looks at a signal when it has a connection, and looking up the name and connecting are to end in time as
      // well. A request that gets its connection after that is not sent.
      const response = await within(
        request.timeoutMs,
        this.agent.request({
          ...target(request.url),
          method: request.method,
          headers: request.headers,
          body: request.body,
          headersTimeout: request.timeoutMs,
          bodyTimeout: request.timeoutMs,
          signal: AbortSignal.timeout(request.timeoutMs),
        }),
        timeoutError,
      );
      const { statusCode, headers } = response;
      const { responseHead, broken } = await readHead(response.body);
      return result({
        statusCode,
        responseHead,
        error: remark(statusCode, broken, request.timeoutMs),
        retryAfterMs: retryAfterMs(headers['retry-after'], this.clock.now()),
      });
    } catch (error) {
      if (error instanceof AddressNotAllowedError)
        return result({ error: ADDRESS_NOT_ALLOWED, refused: true });
      return result({ error: describeFailure(error, request.timeoutMs) });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

/** Only of a request whose body is there as a text; its trace is its own. */
function watchOver({ recorded, url, method, headers, body }: WebhookRequest): WireWatch | undefined {
  const { traceparent } = headers;
  if (!recorded || traceparent === undefined || typeof body !== 'string') return undefined;
  return new WireWatch({ url, method, body, traceparent, ...recorded });
}

/** What there is to say of an answer beside its status. */
function remark(statusCode: number, broken: unknown, timeoutMs: number): string | null {
  if (statusCode >= 300 && statusCode < 400) return 'redirects are not followed';
  return broken === undefined ? null : describeFailure(broken, timeoutMs, 'body');
}

function target(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

/**
 * The first 4 KiB as text, as they came: nothing is decompressed, so a small answer cannot become a large one. A body
 * that goes on and on is cut off together with its connection. One that breaks off or does not end gives what there is
 * of it, and what broke it.
 */
async function readHead(
  body: Dispatcher.ResponseData['body'],
): Promise<{ responseHead: string; broken?: unknown }> {
  const chunks: Buffer[] = [];
  let read = 0;
  const text = () => Buffer.concat(chunks).toString('utf8').replaceAll('\0', '\uFFFD'); // PostgreSQL's text holds no NUL
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (read < HEAD_BYTES) chunks.push(chunk.subarray(0, HEAD_BYTES - read));
      read += chunk.length;
      if (read > DRAIN_BYTES) break;
    }
    return { responseHead: text() };
  } catch (broken) {
    return { responseHead: text(), broken };
  }
}
