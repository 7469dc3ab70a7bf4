import { Module } from '@nestjs/common';
import { SecretsModule } from '@app/secrets';
import { Claims } from './claims.js';
import { ExpiredKeys } from './expired-keys.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

@Module({
  imports: [SecretsModule],
  providers: [Claims, ExpiredKeys, IdempotencyKeysRepository],
  exports: [Claims, ExpiredKeys],
})
export class IdempotencyModule {}
