import { randomBytes } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@app/config';
import { AppError } from '@app/errors';
import { Users } from './users.service.js';
import { UsersRepository } from './users.repository.js';

const USERNAME = 'admin';

/**
 * The first start makes the user `admin`, with the password in ADMIN_PASSWORD or else a random one, which is printed
 * this once and not logged: whoever started the platform reads it, a log collector's index does not have to.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly repository: UsersRepository,
    private readonly users: Users,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.auth.mode === 'off' || (await this.repository.exists())) return;
    const given = this.config.auth.adminPassword;
    const password = given ?? randomBytes(18).toString('base64url');
    try {
      await this.users.create({ username: USERNAME, password, role: 'admin' });
    } catch (error) {
      if (error instanceof AppError && error.code === 'user.username_taken') return; // another api was first
      throw error;
    }
    if (!given)
      process.stdout.write(
        `\nThe first user is ${USERNAME}, with the password ${password}\nIt is not shown again.\n\n`,
      );
  }
}
