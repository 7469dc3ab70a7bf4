import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { Claims } from '@app/idempotency';
import { projectIdOf } from '../http/project.decorator.js';
import { givenKey, markRepeated } from './given-key.js';
import { keptAnswer, readKeptAnswer } from './kept-answer.js';

/**
 * Runs a request once for each key. What it answers with 2xx is kept before it is sent; an error gives the key back, so
 * that the request can be sent again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly claims: Claims) {}

  /** Throws `idempotency.key_unreadable`, `idempotency.key_reused`, `idempotency.in_progress`. */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = givenKey(request);
    if (!key) return next.handle();

    const begun = await this.claims.begin(projectIdOf(request), key);
    if ('answer' in begun) return of(answerAgain(reply, begun.answer));
    let body: unknown;
    try {
      body = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      await this.claims.release(begun.claim);
      throw error;
    }
    const succeeded = reply.statusCode >= 200 && reply.statusCode < 300;
    if (succeeded) await this.claims.complete(begun.claim, keptAnswer(reply, body));
    else await this.claims.release(begun.claim);
    return of(body);
  }
}

function answerAgain(reply: FastifyReply, kept: string): unknown {
  const { status, location, body } = readKeptAnswer(kept);
  void reply.status(status);
  if (location !== undefined) void reply.header('location', location);
  markRepeated(reply, true);
  return body;
}
