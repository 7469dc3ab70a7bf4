import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every firing of a schedule moves its trigger's row, and the new version goes into every index of the table. Most triggers
 * have neither an external key nor a hook, so these two indexes leave them out.
 */
export class LeanerTriggerIndexes1764430000000 implements MigrationInterface {
  name = 'LeanerTriggerIndexes1764430000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE triggers DROP CONSTRAINT triggers_external_key');
    await runner.query('ALTER TABLE triggers DROP CONSTRAINT triggers_hook_token_hash_key');
    await runner.query(
      `CREATE UNIQUE INDEX triggers_external_key ON triggers (project_id, external_key)
        WHERE external_key IS NOT NULL`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX triggers_hook_token ON triggers (hook_token_hash) WHERE hook_token_hash IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX triggers_external_key, triggers_hook_token');
    await runner.query(
      'ALTER TABLE triggers ADD CONSTRAINT triggers_external_key UNIQUE (project_id, external_key)',
    );
    await runner.query('ALTER TABLE triggers ADD UNIQUE (hook_token_hash)');
  }
}
