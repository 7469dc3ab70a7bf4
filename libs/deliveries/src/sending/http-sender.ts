import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import { AddressGuard } from '../destinations/address-guard.js';
import { ADDRESS_NOT_ALLOWED, AddressNotAllowedError } from '../destinations/address-guard.js';
import { resultOf, type SendResult } from './attempt.js';
import { describeFailure, type Phase } from './describe-failure.js';
import { retryAfterMs } from './retry-after.js';
import type { WebhookRequest } from './webhook-request.js';

const HEAD_BYTES = 4096;
/** An answer longer than its head is read on up to this, so that the connection can be used again. */
const DRAIN_BYTES = 64 * 1024;

/** Sends one request and reports what came of it. It never throws: every failure is a result. */
@Injectable()
export class HttpSender implements OnApplicationShutdown {
  private readonly agent: Agent;

  constructor(private readonly guard: AddressGuard) {
    this.agent = new Agent({
      connect: { lookup: guard.lookup, timeout: 10_000 },
      keepAliveTimeout: 4000,
      pipelining: 1,
    });
  }

  async send(request: WebhookRequest): Promise<SendResult> {
    const began = performance.now();
    const result = (rest: Partial<SendResult>): SendResult =>
      resultOf({ durationMs: Math.round(performance.now() - began), ...rest });
    let phase: Phase = 'head';
    try {
      if (this.guard.refusesLiteral(new URL(request.url))) throw new AddressNotAllowedError();
      const response = await this.agent.request({
        ...target(request.url),
        method: request.method,
        headers: request.headers,
        body: request.body,
        headersTimeout: request.timeoutMs,
        bodyTimeout: request.timeoutMs,
        signal: AbortSignal.timeout(request.timeoutMs),
      });
      phase = 'body';
      const { statusCode } = response;
      return result({
        statusCode,
        error: statusCode >= 300 && statusCode < 400 ? 'redirects are not followed' : null,
        responseHead: await readHead(response.body),
        retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
      });
    } catch (error) {
      if (error instanceof AddressNotAllowedError)
        return result({ error: ADDRESS_NOT_ALLOWED, refused: true });
      return result({ error: describeFailure(error, request.timeoutMs, phase) });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

function target(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

/** The first 4 KiB as text. A body that goes on and on is cut off together with its connection. */
async function readHead(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (read < HEAD_BYTES) chunks.push(chunk.subarray(0, HEAD_BYTES - read));
    read += chunk.length;
    if (read > DRAIN_BYTES) break;
  }
  // PostgreSQL's text holds no NUL
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '\uFFFD');
}
