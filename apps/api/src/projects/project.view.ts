import type { Project } from '@app/auth';

export class ProjectView {
  /** UUIDv7. */
  id!: string;
  /** Names it in `X-Project`. */
  slug!: string;
  /** For people. */
  name!: string;
  /** When it was made. */
  created_at!: Date;
}

export class ProjectListView {
  /** One page. */
  data!: ProjectView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function projectView({ id, slug, name, created_at }: Project): ProjectView {
  return { id, slug, name, created_at };
}
