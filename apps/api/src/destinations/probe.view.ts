import { ApiProperty } from '@nestjs/swagger';

export class TestResultView {
  /** Whether a delivery would have ended with this, as delivered. */
  delivered!: boolean;
  /** Status of the answer; null when there was none, and of a queue. */
  status_code!: number | null;
  /** Why there was no answer, or none that counts; null otherwise. */
  error!: string | null;
  /** Milliseconds that it took. */
  duration_ms!: number;
  /** The first 4 KiB of the answer. */
  response_head!: string | null;
}

export class DoctorCheckView {
  /** `valid`, `duplicate`, `bad_signature`, `stale_timestamp`, `large_body` or `slow_body`. */
  name!: string;
  /** What was sent. */
  sent!: string;
  /** What a correct receiver does with it. */
  expected!: string;
  /** What this one did. */
  got!: string;
  /** Whether that is what was expected. */
  ok!: boolean;
}

export class DoctorView {
  /** In the order in which they were made. */
  checks!: DoctorCheckView[];
}

export class TemplatePreviewView {
  /** What would be sent: any JSON. */
  @ApiProperty({
    oneOf: [
      { type: 'object', additionalProperties: true, nullable: true },
      { type: 'array', items: {} },
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
    ],
  })
  body!: unknown;
}
