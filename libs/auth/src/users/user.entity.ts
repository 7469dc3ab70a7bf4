import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

export type Role = 'admin' | 'member';

export const ROLES: Role[] = ['admin', 'member'];

/** A person who logs in with a password. */
@Entity({ name: 'users' })
export class User {
  @PrimaryColumn('uuid')
  id!: string;

  /** In lower case. */
  @Column('text')
  username!: string;

  @Column('text')
  password_hash!: string;

  /** `admin` may do everything everywhere; `member` reads, fires and manages in their projects. */
  @Column('text')
  role!: Role;

  @Column('boolean')
  enabled!: boolean;

  /** Raised to end every session. */
  @Column('integer')
  session_version!: number;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at!: Date;

  @Column('timestamptz')
  updated_at!: Date;
}
