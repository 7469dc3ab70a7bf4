import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import type { Payload } from '@app/events';
import { SecretBox } from '@app/secrets';
import type { Destination } from '../destinations/destination.entity.js';
import { newSigningSecret } from '../destinations/signing-secret.js';
import { HttpSender } from '../sending/http-sender.js';
import type { Message } from '../sending/open-delivery.js';
import { Transmit } from '../sending/transmit.js';
import type { WebhookRequest } from '../sending/webhook-request.js';
import { CHECKS, EXPECTED, gotInWords, isAsExpected, LARGE_BYTES } from './doctor-checks.js';
import { SLOW_MS, STALE_MS, type Check } from './doctor-checks.js';
import { probeMessage } from './probe-message.js';
import type { DoctorCheck } from './probes.jobs.js';

const LONGEST_CHECK_MS = 4000;
const LONGEST_MS = 20_000;
const PIECES = 4;

/** Sends an endpoint good and bad webhooks, one after another, and says what a correct receiver would have done. */
@Injectable()
export class Doctor {
  constructor(
    private readonly transmit: Transmit,
    private readonly sender: HttpSender,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  async examine(destination: Destination, payload: Payload): Promise<DoctorCheck[]> {
    const now = new Date(this.clock.now());
    const giveUp = performance.now() + LONGEST_MS;
    const message = probeMessage(destination, payload, this.newId(), now, LONGEST_CHECK_MS);
    const made = await this.transmit.body(message);
    const checks: DoctorCheck[] = [];
    for (const check of CHECKS) {
      const { name, sent, expected } = check;
      const told = { name, sent, expected: EXPECTED[expected] };
      const leftMs = giveUp - performance.now();
      if ('failed' in made) checks.push({ ...told, got: `not sent: ${made.failed.error}`, ok: false });
      else if (leftMs < 1000) checks.push({ ...told, got: 'not sent: no time was left', ok: false });
      else {
        const timeoutMs = Math.min(message.timeoutMs, leftMs);
        const result = await this.sender.send(this.request(check, { ...message, timeoutMs }, made.body));
        checks.push({ ...told, got: gotInWords(result), ok: isAsExpected(check, result) });
      }
    }
    return checks;
  }

  /** Each is a message of its own, but for the repeat. */
  private request({ fault }: Check, first: Message, body: string): WebhookRequest {
    const now = new Date(this.clock.now());
    const id = this.newId();
    const other = { ...first, message_id: id, event_id: id };
    const sign = (message: Message, at = now, text = body) => this.transmit.request(message, text, at);
    switch (fault) {
      case 'none':
      case 'repeat':
        return sign(first);
      case 'signature':
        return sign({
          ...other,
          secret_sealed: this.box.seal(newSigningSecret()),
          previous_secret_sealed: null,
        });
      case 'stale':
        return sign(other, new Date(now.getTime() - STALE_MS));
      case 'large':
        return sign(other, now, padded(body));
      case 'slow':
        // time enough for the body to arrive, whatever the destination's timeout
        return slowed(sign({ ...other, timeoutMs: Math.max(first.timeoutMs, 2 * SLOW_MS) }));
      default:
        return fault satisfies never;
    }
  }

  private newId(): string {
    return uuidV7(this.clock.now());
  }
}

/** The same JSON, made longer: by a member if it is an object, by spaces if it is not. */
function padded(body: string): string {
  const value = JSON.parse(body) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return body.padEnd(LARGE_BYTES, ' ');
  return JSON.stringify({ ...value, padding: 'x'.repeat(LARGE_BYTES) });
}

function slowed(request: WebhookRequest & { body: string }): WebhookRequest {
  const body = Buffer.from(request.body);
  return {
    ...request,
    headers: { ...request.headers, 'content-length': String(body.length) },
    body: Readable.from(slowly(body)),
  };
}

async function* slowly(body: Buffer): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  for (let from = 0; from < body.length; from += size) {
    if (from > 0) await delay(SLOW_MS / (PIECES - 1));
    yield body.subarray(from, from + size);
  }
}
