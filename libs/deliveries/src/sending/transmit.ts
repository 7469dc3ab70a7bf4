import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '@app/config';
import { SecretBox } from '@app/secrets';
import type { DestinationAuth } from '../destinations/destination-definition.js';
import { templateInput } from '../templates/template-input.js';
import { Templates } from '../templates/templates.js';
import { resultOf, type SendResult } from './attempt.js';
import { BullmqSender } from './bullmq-sender.js';
import { HttpSender } from './http-sender.js';
import type { Message } from './open-delivery.js';
import { queueJob } from './queue-job.js';
import { authHeader, webhookRequest, type WebhookRequest } from './webhook-request.js';

/** A test is kept whole for the first tries alone: a body can be large, and by then it is known. */
const RECORDED_TRIES = 10;

/** Sends one message to its destination, of whatever kind, and reports what came of it. */
@Injectable()
export class Transmit {
  private readonly opened = new LRUCache<string, string>({ max: 5000 });

  constructor(
    private readonly secrets: SecretBox,
    private readonly templates: Templates,
    private readonly http: HttpSender,
    private readonly bullmq: BullmqSender,
    private readonly config: Config,
  ) {}

  /**
   * The body of a message: its payload, or what the destination's template makes of the event. `unstarted` when that had
   * no turn: others' templates take all the time that there is.
   */
  async body(message: Message): Promise<{ body: string } | { failed: SendResult; unstarted: boolean }> {
    if (message.template === null) return { body: JSON.stringify(message.payload) };
    const began = performance.now();
    const rendered = await this.templates.render(message.template, templateInput(message.event_id, message));
    if ('body' in rendered) return rendered;
    return {
      unstarted: rendered.unstarted === true,
      failed: resultOf({
        durationMs: Math.round(performance.now() - began),
        error: `the template failed: ${rendered.error}`,
        refused: rendered.final,
      }),
    };
  }

  async send(message: Message, body: string, now: Date): Promise<SendResult> {
    if (message.kind === 'http')
      return this.http.send(this.recorded(message, this.request(message, body, now)));
    const lent = this.config.delivery.redisUrl;
    const own = message.redis_url_sealed === null ? undefined : this.open(message.redis_url_sealed);
    const url = own ?? lent;
    if (url === undefined)
      return resultOf({ error: "the platform's own Redis is no longer lent to destinations" });
    return this.bullmq.send(queueJob(message, { url, guarded: own !== undefined }, now, body));
  }

  /** The signed request of a message to an HTTP endpoint. */
  request(message: Message, body: string, now: Date): WebhookRequest & { body: string } {
    const sealed = [message.secret_sealed, message.previous_secret_sealed].filter(
      (secret) => secret !== null,
    );
    const auth = this.openJson<DestinationAuth | undefined>(message.auth_sealed, undefined);
    const headers = this.openJson<Record<string, string>>(message.headers_sealed, {});
    return webhookRequest(
      message,
      sealed.map((secret) => this.open(secret)),
      { ...headers, ...authHeader(auth) },
      now,
      body,
    );
  }

  /** People look at what a test has sent; of what goes by itself nothing but the answer is kept. */
  private recorded(message: Message, request: WebhookRequest): WebhookRequest {
    if (message.source !== 'test' || message.attempt_count >= RECORDED_TRIES) return request;
    const own = this.openJson<Record<string, string>>(message.headers_sealed, {});
    return { ...request, recorded: { hidden: [...Object.keys(own), 'authorization'] } };
  }

  private openJson<T>(sealed: string | null, otherwise: T): T {
    return sealed === null ? otherwise : (JSON.parse(this.open(sealed)) as T);
  }

  /** Unsealing costs more than signing does, and a busy destination's secrets come up again and again. */
  private open(sealed: string): string {
    let plain = this.opened.get(sealed);
    if (plain === undefined) this.opened.set(sealed, (plain = this.secrets.open(sealed)));
    return plain;
  }
}
