import { Module } from '@nestjs/common';
import { SecretsModule } from '@app/secrets';
import { Claims } from './claims.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

@Module({
  imports: [SecretsModule],
  providers: [Claims, IdempotencyKeysRepository],
  exports: [Claims, IdempotencyKeysRepository],
})
export class IdempotencyModule {}
