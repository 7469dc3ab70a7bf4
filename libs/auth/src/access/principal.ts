/** What a caller may do: every GET; fire, test and replay; every other write; users, projects, keys and audit. */
export type Scope = 'read' | 'fire' | 'manage' | 'admin';

/** None implies another. */
export const SCOPES: Scope[] = ['read', 'fire', 'manage', 'admin'];

export interface ProjectRef {
  id: string;
  slug: string;
}

/** Who makes a request, what they may do, and in which project they do it. */
export interface Principal {
  /** `operator` is whoever can connect while AUTH is off. */
  kind: 'key' | 'user' | 'operator';
  /** Of the API key or the user; null for the operator. */
  id: string | null;
  /** Name of the key or of the user. */
  name: string;
  scopes: ReadonlySet<Scope>;
  project: ProjectRef;
  /** What they may name as the project; of a key its own. */
  projects: 'all' | ProjectRef[];
}
