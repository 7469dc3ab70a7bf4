import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from '../access/principal.js';

/** What a program identifies itself with, in one project. The key itself is not kept. */
@Entity({ name: 'api_keys' })
export class ApiKey {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  project_id!: string;

  @Column('text')
  name!: string;

  /** The beginning of the key, to tell keys apart. */
  @Column('text')
  prefix!: string;

  @Column('bytea')
  key_hash!: Buffer;

  @Column('text', { array: true })
  scopes!: Scope[];

  /** Null is never. */
  @Column('timestamptz', { nullable: true })
  expires_at!: Date | null;

  @Column('timestamptz', { nullable: true })
  revoked_at!: Date | null;

  /** Exact to half a minute. */
  @Column('timestamptz', { nullable: true })
  last_used_at!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at!: Date;
}
