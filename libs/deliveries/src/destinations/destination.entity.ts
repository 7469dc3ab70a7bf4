import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { RetryPolicy } from './retry.js';

/** Where events go. Secrets and header values are stored sealed and are never read back. */
@Entity({ name: 'destinations' })
export class Destination {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  project_id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: 'http';

  @Column('text')
  url!: string;

  @Column('text')
  method!: string;

  /** Sealed JSON of the custom headers. */
  @Column('text', { nullable: true })
  headers_sealed!: string | null;

  @Column('text')
  secret_sealed!: string;

  @Column('text', { nullable: true })
  previous_secret_sealed!: string | null;

  @Column('timestamptz', { nullable: true })
  previous_secret_until!: Date | null;

  @Column('text')
  timeout!: string;

  @Column('jsonb')
  retry!: RetryPolicy;

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
