import { Injectable } from '@nestjs/common';
import { DEFAULT_PROJECT } from '@app/database';
import { notFound } from '@app/errors';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { KEY_MARK } from '../api-keys/key-text.js';
import { Projects } from '../projects/projects.service.js';
import { AccessTokens } from '../sessions/access-token.js';
import type { UserWithProjects } from '../users/users.service.js';
import { Users } from '../users/users.service.js';
import { SCOPES, type Principal, type ProjectRef, type Scope } from './principal.js';

const OF_ADMINS: ReadonlySet<Scope> = new Set(SCOPES);
const OF_MEMBERS: ReadonlySet<Scope> = new Set<Scope>(['read', 'fire', 'manage']);
const LONGEST_TOKEN = 2000;

/** Whom credentials stand for, before it is known which project the request is about. */
export type Identity = Omit<Principal, 'project'>;

/** Finds out who makes a request. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly keys: ApiKeys,
    private readonly tokens: AccessTokens,
    private readonly users: Users,
    private readonly projects: Projects,
  ) {}

  /** Whose API key or access token this is; undefined for anything that is not in force. */
  async identify(credentials: string): Promise<Identity | undefined> {
    if (credentials.length > LONGEST_TOKEN) return undefined;
    return credentials.startsWith(KEY_MARK) ? this.byKey(credentials) : this.byToken(credentials);
  }

  /** Whoever can connect while AUTH is off. */
  operator(): Identity {
    return { kind: 'operator', id: null, name: 'operator', scopes: OF_ADMINS, projects: 'all' };
  }

  /**
   * Puts an identity into the project that a request names, the default one if it names none; an API key is always in
   * its own. Throws `project.not_found`, whether there is none or it is not theirs to know of.
   */
  async enter(who: Identity, slug: string | undefined): Promise<Principal> {
    const { kind, projects } = who;
    if (kind === 'key') return { ...who, project: (projects as ProjectRef[])[0]! };
    const wanted = slug ?? DEFAULT_PROJECT.slug;
    const project =
      projects === 'all' ? await this.projects.refOf(wanted) : projects.find((one) => one.slug === wanted);
    if (!project) throw notFound('project');
    return { ...who, project };
  }

  private async byKey(key: string): Promise<Identity | undefined> {
    const known = await this.keys.identify(key);
    if (!known) return undefined;
    const { id, name, scopes, project_id, project_slug } = known;
    return {
      kind: 'key',
      id,
      name,
      scopes: new Set(scopes),
      projects: [{ id: project_id, slug: project_slug }],
    };
  }

  private async byToken(token: string): Promise<Identity | undefined> {
    const claims = await this.tokens.read(token);
    if (!claims) return undefined;
    const user = await this.users.known(claims.userId);
    const isInForce = user?.enabled && user.session_version === claims.sessionVersion;
    return isInForce ? identityOf(user) : undefined;
  }
}

/** The project of somebody who has not named one and only asks about themselves: `default`, or the first of theirs. */
export function homeOf({ projects }: Identity): string | undefined {
  if (projects === 'all' || projects.some(({ slug }) => slug === DEFAULT_PROJECT.slug)) return undefined;
  return projects[0]?.slug;
}

function identityOf({ id, username, role, projects }: UserWithProjects): Identity {
  const isAdmin = role === 'admin';
  return {
    kind: 'user',
    id,
    name: username,
    scopes: isAdmin ? OF_ADMINS : OF_MEMBERS,
    projects: isAdmin ? 'all' : projects,
  };
}
