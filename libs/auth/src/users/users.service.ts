import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Caches } from '@app/cache';
import { type Cache } from '@app/cache';
import { Database } from '@app/database';
import { isDuplicate, readCursor, toPage, type Page } from '@app/database';
import { conflict, invalid, notFound } from '@app/errors';
import type { ProjectRef } from '../access/principal.js';
import { AuditLog } from '../audit/audit-log.js';
import { ProjectsRepository } from '../projects/projects.repository.js';
import { hashPassword } from './password.js';
import type { Role, User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** A user as others see it: with projects and without the password's hash. */
export type UserWithProjects = Omit<User, 'password_hash'> & { projects: ProjectRef[] };

export interface UserDefinition {
  username: string;
  password: string;
  role?: Role;
  /** Slugs. */
  projects?: string[];
  enabled?: boolean;
}

export type UserChange = Partial<Omit<UserDefinition, 'username'>>;

const KEPT_IN_MEMORY = 1000;

/** The people who log in. Only administrators make and change them. */
@Injectable()
export class Users {
  private readonly cache: Cache<UserWithProjects>;

  constructor(
    private readonly repository: UsersRepository,
    private readonly projects: ProjectsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    this.cache = caches.create({ name: 'users', max: KEPT_IN_MEMORY, load: (id) => this.load(id) });
  }

  /** For every request of a session: what is known of the user, at most 5 s old. */
  known(id: string): Promise<UserWithProjects | undefined> {
    return this.cache.get(id);
  }

  /** Throws `user.username_taken`, and `invalid` for a project that there is not. */
  async create(definition: UserDefinition): Promise<UserWithProjects> {
    const now = this.clock.now();
    const user: User = {
      id: uuidV7(now),
      username: definition.username.toLowerCase(),
      password_hash: await hashPassword(definition.password),
      role: definition.role ?? 'member',
      enabled: definition.enabled ?? true,
      session_version: 1,
      created_at: new Date(now),
      updated_at: new Date(now),
    };
    try {
      return await this.database.transaction(async (manager) => {
        await this.repository.insert(user, manager);
        const projects = await this.setProjects(user.id, definition.projects ?? [], manager);
        const made = shown(user, projects);
        await this.record('user.created', null, made, manager);
        return made;
      });
    } catch (error) {
      if (!isDuplicate(error, 'users_username')) throw error;
      throw conflict('user.username_taken', 'Another user has this username.');
    }
  }

  async list(limit: number, cursor?: string): Promise<Page<UserWithProjects>> {
    const { data, next_cursor } = toPage(await this.repository.list(limit + 1, readCursor(cursor)), limit);
    const projects = await this.repository.projectsOf(data.map(({ id }) => id));
    return { data: data.map((user) => shown(user, projects.get(user.id)!)), next_cursor };
  }

  /** Throws `user.not_found`. */
  async get(id: string): Promise<UserWithProjects> {
    const user = isUuid(id) ? await this.load(id) : undefined;
    if (!user) throw notFound('user');
    return user;
  }

  /**
   * A new password, role or state ends the user's sessions. Throws `user.not_found`, `user.last_admin` when nobody would
   * be left to administer, and `invalid` for a project that there is not.
   */
  async change(id: string, change: UserChange): Promise<UserWithProjects> {
    const password_hash = change.password === undefined ? undefined : await hashPassword(change.password);
    return this.locked(id, async (user, manager) => {
      const before = shown(user, (await this.repository.projectsOf([id], manager)).get(id)!);
      const { role = user.role, enabled = user.enabled } = change;
      const endsSessions = password_hash !== undefined || role !== user.role || enabled !== user.enabled;
      if (role !== 'admin' || !enabled) await this.requireAnotherAdmin(id, manager);
      const changed: User = {
        ...user,
        role,
        enabled,
        password_hash: password_hash ?? user.password_hash,
        session_version: user.session_version + (endsSessions ? 1 : 0),
        updated_at: new Date(this.clock.now()),
      };
      await this.repository.update(changed, manager);
      const projects = change.projects
        ? await this.setProjects(id, change.projects, manager)
        : before.projects;
      const after = shown(changed, projects);
      await this.record('user.updated', before, after, manager);
      return after;
    });
  }

  /** Throws `user.not_found`, `user.last_admin`. */
  async delete(id: string): Promise<void> {
    await this.locked(id, async (user, manager) => {
      await this.requireAnotherAdmin(id, manager);
      const projects = await this.repository.projectsOf([id], manager);
      await this.repository.delete(id, manager);
      await this.record('user.deleted', shown(user, projects.get(id)!), null, manager);
    });
  }

  private async load(id: string): Promise<UserWithProjects | undefined> {
    const user = await this.repository.findById(id);
    return user ? shown(user, (await this.repository.projectsOf([id])).get(id)!) : undefined;
  }

  private async locked<T>(id: string, work: (user: User, manager: EntityManager) => Promise<T>): Promise<T> {
    if (!isUuid(id)) throw notFound('user');
    const result = await this.database.transaction(async (manager) => {
      const user = await this.repository.findForUpdate(id, manager);
      if (!user) throw notFound('user');
      return work(user, manager);
    });
    await this.cache.invalidate(id);
    return result;
  }

  private async requireAnotherAdmin(id: string, manager: EntityManager): Promise<void> {
    const admins = await this.repository.lockAdmins(manager);
    if (admins.length === 1 && admins[0] === id)
      throw conflict('user.last_admin', 'This is the last administrator who can log in.');
  }

  private async setProjects(userId: string, slugs: string[], manager: EntityManager): Promise<ProjectRef[]> {
    const found = await this.projects.findBySlugs(slugs, manager);
    const known = new Map(found.map(({ id, slug }) => [slug, { id, slug }]));
    const faults = slugs.flatMap((slug, index) =>
      known.has(slug) ? [] : [{ pointer: `/projects/${index}`, detail: 'there is no such project' }],
    );
    if (faults.length > 0) throw invalid(faults);
    await this.repository.setProjects(
      userId,
      [...known.values()].map(({ id }) => id),
      manager,
    );
    return [...known.values()].toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  }

  private record(
    action: string,
    before: UserWithProjects | null,
    after: UserWithProjects | null,
    manager: EntityManager,
  ): Promise<void> {
    const target_id = (before ?? after)!.id;
    return this.audit.record(
      { action, project_id: null, target_kind: 'user', target_id, before, after },
      manager,
    );
  }
}

function shown({ password_hash: _hash, ...user }: User, projects: ProjectRef[]): UserWithProjects {
  return { ...user, projects };
}
