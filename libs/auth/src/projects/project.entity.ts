import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A tenant: owns triggers, destinations, events and keys. */
@Entity({ name: 'projects' })
export class Project {
  @PrimaryColumn('uuid')
  id!: string;

  /** Names it in `X-Project`; never changes. */
  @Column('text')
  slug!: string;

  @Column('text')
  name!: string;

  @CreateDateColumn({ type: 'timestamptz' })
  created_at!: Date;
}
