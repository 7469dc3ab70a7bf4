import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';

/** For every lib that changes things; it needs nothing of the rest of access control. */
@Module({ providers: [AuditLog, AuditLogRepository], exports: [AuditLog] })
export class AuditModule {}
