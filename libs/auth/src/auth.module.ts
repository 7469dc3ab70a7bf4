import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Authenticator } from './access/authenticator.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeys } from './api-keys/api-keys.service.js';
import { LastUsed } from './api-keys/last-used.js';
import { AuditModule } from './audit/audit.module.js';
import { Project } from './projects/project.entity.js';
import { ProjectsRepository } from './projects/projects.repository.js';
import { Projects } from './projects/projects.service.js';
import { AccessTokens } from './sessions/access-token.js';
import { LoginAttemptsRepository } from './sessions/login-attempts.repository.js';
import { RefreshTokensRepository } from './sessions/refresh-tokens.repository.js';
import { Sessions } from './sessions/sessions.service.js';
import { FirstAdmin } from './users/first-admin.js';
import { User } from './users/user.entity.js';
import { UsersRepository } from './users/users.repository.js';
import { Users } from './users/users.service.js';

/** Who may do what, for the api. Workers act by themselves and need only what they clean up: see SessionUpkeepModule. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([ApiKey, Project, User])],
  providers: [
    AccessTokens,
    ApiKeys,
    ApiKeysRepository,
    Authenticator,
    FirstAdmin,
    LastUsed,
    LoginAttemptsRepository,
    Projects,
    ProjectsRepository,
    RefreshTokensRepository,
    Sessions,
    Users,
    UsersRepository,
  ],
  exports: [ApiKeys, AuditModule, Authenticator, Projects, Sessions, Users],
})
export class AuthModule {}
