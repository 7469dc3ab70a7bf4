import type { Role, UserWithProjects } from '@app/auth';

export class UserView {
  /** UUIDv7. */
  id!: string;
  /** In lower case. */
  username!: string;
  /** `admin` may do everything everywhere; `member` reads, fires and manages in their projects. */
  role!: Role;
  /** Slugs of the projects that a member works in. */
  projects!: string[];
  /** Whether they can log in. */
  enabled!: boolean;
  /** When it was made. */
  created_at!: Date;
  /** When it was last changed. */
  updated_at!: Date;
}

export class UserListView {
  /** One page. */
  data!: UserView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function userView(user: UserWithProjects): UserView {
  const { id, username, role, projects, enabled, created_at, updated_at } = user;
  return { id, username, role, projects: projects.map(({ slug }) => slug), enabled, created_at, updated_at };
}
