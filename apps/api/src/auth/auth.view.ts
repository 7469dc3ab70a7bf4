import type { Principal, Scope, TokenPair } from '@app/auth';

export class TokenPairView implements TokenPair {
  /** A JWT to send as `Authorization: Bearer …`. */
  access_token!: string;
  /** Exchange it at `/auth/refresh` before the access token expires. */
  refresh_token!: string;
  /** Always `Bearer`. */
  token_type!: 'Bearer';
  /** Seconds that the access token is good for. */
  expires_in!: number;
}

export class MeView {
  /** What the credentials are: an API key, a user's, or none at all (`AUTH=off`). */
  kind!: 'key' | 'user' | 'operator';
  /** Of the key or the user; null for the operator. */
  id!: string | null;
  /** Name of the key or of the user. */
  name!: string;
  /** What they may do. */
  scopes!: Scope[];
  /** Slug of the project that the request is about. */
  project!: string;
  /** Slugs that `X-Project` may name; null is every project that there is. */
  projects!: string[] | null;
}

export function meView({ kind, id, name, scopes, project, projects }: Principal): MeView {
  const slugs = projects === 'all' ? null : projects.map(({ slug }) => slug);
  return { kind, id, name, scopes: [...scopes], project: project.slug, projects: slugs };
}
