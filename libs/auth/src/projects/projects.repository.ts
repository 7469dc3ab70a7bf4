import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Project } from './project.entity.js';

@Injectable()
export class ProjectsRepository {
  constructor(@InjectRepository(Project) private readonly projects: Repository<Project>) {}

  /** Newest first, after the given id. */
  list(limit: number, after?: string): Promise<Project[]> {
    return this.projects.find({
      where: after ? { id: LessThan(after) } : {},
      order: { id: 'DESC' },
      take: limit,
    });
  }

  findById(id: string): Promise<Project | null> {
    return this.projects.findOneBy({ id });
  }

  findBySlug(slug: string): Promise<Project | null> {
    return this.projects.findOneBy({ slug });
  }

  findBySlugs(slugs: string[], manager: EntityManager): Promise<Project[]> {
    return manager.findBy(Project, { slug: In(slugs) });
  }

  async insert(project: Project, manager: EntityManager): Promise<void> {
    await manager.insert(Project, project);
  }

  /** Within a transaction: the row is locked until it ends. */
  findForUpdate(id: string, manager: EntityManager): Promise<Project | null> {
    return manager.findOne(Project, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async rename({ id, name }: Project, manager: EntityManager): Promise<void> {
    await manager.update(Project, { id }, { name });
  }

  /** Fails on a foreign key while the project owns triggers or destinations. Its keys and members go with it. */
  async delete(id: string, manager: EntityManager): Promise<void> {
    await manager.delete(Project, { id });
  }
}
