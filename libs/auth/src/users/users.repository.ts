import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { LessThan, type EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { ProjectRef } from '../access/principal.js';
import { User } from './user.entity.js';

@Injectable()
export class UsersRepository {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
  ) {}

  /** Newest first, after the given id. */
  list(limit: number, after?: string): Promise<User[]> {
    return this.users.find({
      where: after ? { id: LessThan(after) } : {},
      order: { id: 'DESC' },
      take: limit,
    });
  }

  findById(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  findByName(username: string): Promise<User | null> {
    return this.users.findOneBy({ username });
  }

  exists(): Promise<boolean> {
    return this.users.exists();
  }

  /** Within a transaction: the row is locked until it ends. */
  findForUpdate(id: string, manager: EntityManager): Promise<User | null> {
    return manager.findOne(User, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async insert(user: User, manager: EntityManager): Promise<void> {
    await manager.insert(User, user);
  }

  async update({ id, ...columns }: User, manager: EntityManager): Promise<void> {
    await manager.update(User, { id }, columns);
  }

  async delete(id: string, manager: EntityManager): Promise<void> {
    await manager.delete(User, { id });
  }

  /** The ids of the administrators who can log in, locked: two of them cannot remove each other at once. */
  async lockAdmins(manager: EntityManager): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(ADMINS, [], manager);
    return rows.map(({ id }) => id);
  }

  async setProjects(userId: string, projectIds: string[], manager: EntityManager): Promise<void> {
    await manager.query('DELETE FROM project_members WHERE user_id = $1', [userId]);
    await manager.query(
      'INSERT INTO project_members (user_id, project_id) SELECT $1, id FROM unnest($2::uuid[]) AS p (id)',
      [userId, projectIds],
    );
  }

  /** The projects of each of these users, by slug. */
  async projectsOf(userIds: string[], manager?: EntityManager): Promise<Map<string, ProjectRef[]>> {
    const rows = await this.database.query<ProjectRef & { user_id: string }>(PROJECTS, [userIds], manager);
    const byUser = new Map<string, ProjectRef[]>(userIds.map((id) => [id, []]));
    for (const { user_id, ...project } of rows) byUser.get(user_id)?.push(project);
    return byUser;
  }
}

const ADMINS = {
  name: 'users.lock-admins',
  text: `SELECT id FROM users WHERE role = 'admin' AND enabled ORDER BY id FOR UPDATE`,
};

const PROJECTS = {
  name: 'users.projects',
  text: `SELECT m.user_id, p.id, p.slug FROM project_members m JOIN projects p ON p.id = m.project_id
          WHERE m.user_id = ANY ($1::uuid[]) ORDER BY p.slug`,
};
