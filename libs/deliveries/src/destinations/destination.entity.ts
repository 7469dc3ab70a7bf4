import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Circuit, CircuitState } from '../lanes/circuit.js';
import type { RateUse } from '../lanes/rate-window.js';
import type { DestinationKind } from './destination-definition.js';
import type { RateLimit } from './rate-limit.js';
import type { RetryPolicy } from './retry.js';

/** Where events go. Secrets and header values are stored sealed and are never read back. */
@Entity({ name: 'destinations' })
export class Destination implements Circuit {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  project_id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: DestinationKind;

  /** Of kind `http`. */
  @Column('text', { nullable: true })
  url!: string | null;

  /** Of kind `bullmq`, as is what follows. */
  @Column('text', { nullable: true })
  queue!: string | null;

  @Column('text', { nullable: true })
  queue_prefix!: string | null;

  /** Null means the platform's own Redis, where the operator lends it. */
  @Column('text', { nullable: true })
  redis_url_sealed!: string | null;

  @Column('text')
  method!: string;

  /** Sealed JSON of the custom headers. */
  @Column('text', { nullable: true })
  headers_sealed!: string | null;

  /** Sealed JSON of the credentials that go along. */
  @Column('text', { nullable: true })
  auth_sealed!: string | null;

  /** JSONata that makes the body out of the event; null sends the payload. */
  @Column('text', { nullable: true })
  template!: string | null;

  /** Of kind `http` always. */
  @Column('text', { nullable: true })
  secret_sealed!: string | null;

  @Column('text', { nullable: true })
  previous_secret_sealed!: string | null;

  @Column('timestamptz', { nullable: true })
  previous_secret_until!: Date | null;

  @Column('text')
  timeout!: string;

  @Column('jsonb')
  retry!: RetryPolicy;

  @Column('jsonb', { nullable: true })
  rate_limit!: RateLimit | null;

  @Column('jsonb')
  rate_used!: RateUse[];

  /** Deliveries on their way at once, over all workers. */
  @Column('integer')
  max_in_flight!: number;

  /** It was given more than it gets done: its deliveries wait in PostgreSQL until there is room. */
  @Column('boolean')
  congested!: boolean;

  @Column('text')
  circuit_state!: CircuitState;

  @Column('timestamptz')
  circuit_since!: Date;

  @Column('text', { nullable: true })
  circuit_reason!: string | null;

  @Column('timestamptz', { nullable: true })
  circuit_until!: Date | null;

  @Column('smallint')
  circuit_openings!: number;

  @Column('integer')
  circuit_passed!: number;

  @Column('timestamptz', { nullable: true })
  window_since!: Date | null;

  @Column('integer')
  window_attempts!: number;

  @Column('integer')
  window_failures!: number;

  @Column('integer')
  failed_in_a_row!: number;

  @Column('timestamptz', { nullable: true })
  failing_since!: Date | null;

  @Column('boolean')
  enabled!: boolean;

  /** Why the platform turned it off, for a person. */
  @Column('text', { nullable: true })
  disabled_reason!: string | null;

  /** Set for the inline destination of a draft or an ad hoc event: hidden from lists and removed after this. */
  @Column('timestamptz', { nullable: true })
  ephemeral_until!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at!: Date;

  @Column('timestamptz')
  updated_at!: Date;
}
