import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Caches } from '@app/cache';
import { type Cache } from '@app/cache';
import { Database } from '@app/database';
import {
  DEFAULT_PROJECT,
  isDuplicate,
  isStillReferenced,
  readCursor,
  toPage,
  type Page,
} from '@app/database';
import { conflict, notFound } from '@app/errors';
import { AuditLog } from '../audit/audit-log.js';
import type { ProjectRef } from '../access/principal.js';
import type { Project } from './project.entity.js';
import { ProjectsRepository } from './projects.repository.js';

const KEPT_IN_MEMORY = 1000;

/** The tenants. Only administrators make, rename and delete them. */
@Injectable()
export class Projects {
  private readonly refs: Cache<ProjectRef>;

  constructor(
    private readonly repository: ProjectsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    this.refs = caches.create({
      name: 'projects',
      max: KEPT_IN_MEMORY,
      load: async (slug) => {
        const project = await repository.findBySlug(slug);
        return project ? { id: project.id, slug: project.slug } : undefined;
      },
    });
  }

  /** The project that a request names; undefined when there is none. */
  refOf(slug: string): Promise<ProjectRef | undefined> {
    return slug === DEFAULT_PROJECT.slug ? Promise.resolve(DEFAULT_PROJECT) : this.refs.get(slug);
  }

  /** Throws `project.slug_taken`. */
  async create({ slug, name }: Pick<Project, 'slug' | 'name'>): Promise<Project> {
    const now = this.clock.now();
    const project: Project = { id: uuidV7(now), slug, name, created_at: new Date(now) };
    await this.database
      .transaction(async (manager) => {
        await this.repository.insert(project, manager);
        await this.record('project.created', null, project, manager);
      })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
        throw conflict('project.slug_taken', 'Another project has this slug.');
      });
    return project;
  }

  async list(limit: number, cursor?: string): Promise<Page<Project>> {
    return toPage(await this.repository.list(limit + 1, readCursor(cursor)), limit);
  }

  /** By id or by slug. Throws `project.not_found`. */
  async get(idOrSlug: string): Promise<Project> {
    const project = isUuid(idOrSlug)
      ? await this.repository.findById(idOrSlug)
      : await this.repository.findBySlug(idOrSlug);
    if (!project) throw notFound('project');
    return project;
  }

  /** Throws `project.not_found`. */
  async rename(idOrSlug: string, name: string): Promise<Project> {
    const { id } = await this.get(idOrSlug);
    return this.locked(id, async (project, manager) => {
      const renamed = { ...project, name };
      await this.repository.rename(renamed, manager);
      await this.record('project.updated', project, renamed, manager);
      return renamed;
    });
  }

  /** Throws `project.not_found`, `project.is_default`, and `project.not_empty` while it has triggers or destinations. */
  async delete(idOrSlug: string): Promise<void> {
    const { id, slug } = await this.get(idOrSlug);
    if (id === DEFAULT_PROJECT.id)
      throw conflict('project.is_default', 'The default project cannot be deleted.');
    await this.locked(id, async (project, manager) => {
      await this.repository.delete(id, manager);
      await this.record('project.deleted', project, null, manager);
    }).catch((error: unknown) => {
      if (!isStillReferenced(error)) throw error;
      throw conflict('project.not_empty', 'Delete the triggers and destinations of the project first.');
    });
    await this.refs.invalidate(slug);
  }

  private locked<T>(id: string, work: (project: Project, manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      const project = await this.repository.findForUpdate(id, manager);
      if (!project) throw notFound('project');
      return work(project, manager);
    });
  }

  private record(action: string, before: Project | null, after: Project | null, manager: EntityManager) {
    const { id } = (before ?? after)!;
    return this.audit.record(
      { action, project_id: id, target_kind: 'project', target_id: id, before, after },
      manager,
    );
  }
}
