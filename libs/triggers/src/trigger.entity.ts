import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Labels, Payload, RetentionPolicy } from '@app/events';

export type TriggerType = 'api' | 'scheduled' | 'time-based';
export type MisfirePolicy = 'fire_once' | 'fire_all' | 'skip';
/** Whether an occurrence fires while the event of the one before is still under way to a destination. */
export type OverlapPolicy = 'allow' | 'skip';

export const TRIGGER_TYPES: TriggerType[] = ['api', 'scheduled', 'time-based'];
export const OVERLAP_POLICIES: OverlapPolicy[] = ['allow', 'skip'];
export const MISFIRE_POLICIES: MisfirePolicy[] = ['fire_once', 'fire_all', 'skip'];

/** What fires. */
@Entity({ name: 'triggers' })
export class Trigger {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  project_id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  description!: string;

  @Column('text')
  trigger_type!: TriggerType;

  @Column('boolean')
  enabled!: boolean;

  @Column('boolean')
  archived!: boolean;

  @Column('jsonb')
  labels!: Labels;

  @Column('text', { nullable: true })
  external_key!: string | null;

  @Column('timestamptz', { nullable: true })
  schedule_time!: Date | null;

  /** At most one of this, `every` and `schedule_time` is set. */
  @Column('text', { nullable: true })
  cron!: string | null;

  /** That `cron` is meant in: a name of the IANA database. */
  @Column('text')
  timezone!: string;

  /** A duration. */
  @Column('text', { nullable: true })
  every!: string | null;

  /** What `every` counts from unless there is a `start_at`. */
  @Column('timestamptz', { nullable: true })
  anchor_at!: Date | null;

  /** Inclusive. */
  @Column('timestamptz', { nullable: true })
  start_at!: Date | null;

  /** Exclusive. */
  @Column('timestamptz', { nullable: true })
  end_at!: Date | null;

  /** Of events made by the schedule. PostgreSQL's bigint, so a string. */
  @Column('bigint', { nullable: true })
  max_runs!: string | null;

  /** A duration: firings are delayed by up to this much, the same for an occurrence each time. */
  @Column('text', { nullable: true })
  jitter!: string | null;

  @Column('text')
  overlap!: OverlapPolicy;

  @Column('text')
  misfire_policy!: MisfirePolicy;

  /** A duration: a firing that is later than this is a missed one. */
  @Column('text')
  misfire_grace!: string;

  /** A duration: if it has not fired for that long, an alert tells so. */
  @Column('text', { nullable: true })
  expect_every!: string | null;

  @Column('json')
  api_payload!: Payload;

  @Column('json', { nullable: true })
  payload_schema!: Record<string, unknown> | null;

  /** Null inherits the project's. */
  @Column('jsonb', { nullable: true })
  retention!: RetentionPolicy | null;

  /** What the hook token of an api trigger is found by. */
  @Column('bytea', { nullable: true })
  hook_token_hash!: Buffer | null;

  @Column('text', { nullable: true })
  hook_token_sealed!: string | null;

  /** Raised by every change that a firing has to know of. */
  @Column('integer')
  revision!: number;

  /** The occurrence that is up next, and not yet dealt with. */
  @Column('timestamptz', { nullable: true })
  next_occurrence_at!: Date | null;

  /** When that fires: later by its jitter. Also set while it is paused or archived, when it does not. */
  @Column('timestamptz', { nullable: true })
  next_fire_at!: Date | null;

  /** Exact to a second. */
  @Column('timestamptz', { nullable: true })
  last_fired_at!: Date | null;

  /** What the watch over it counts from until it fires. */
  @Column('timestamptz', { nullable: true })
  watched_from!: Date | null;

  /** When the watchdog looks at it next; null when it is not watched. */
  @Column('timestamptz', { nullable: true })
  watch_at!: Date | null;

  /** Since when it has not fired, once that was told. */
  @Column('timestamptz', { nullable: true })
  quiet_since!: Date | null;

  /** Events made by the schedule. PostgreSQL's bigint, so a string. */
  @Column('bigint')
  run_count!: string;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at!: Date;

  @Column('timestamptz')
  updated_at!: Date;
}
