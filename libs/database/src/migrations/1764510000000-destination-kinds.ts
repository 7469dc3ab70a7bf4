import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Destinations that are BullMQ queues, credentials of HTTP ones, and payload templates. */
export class DestinationKinds1764510000000 implements MigrationInterface {
  name = 'DestinationKinds1764510000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE destinations
        ADD COLUMN queue text,
        ADD COLUMN queue_prefix text,
        -- null with kind bullmq: the platform's own Redis, which the operator lends
        ADD COLUMN redis_url_sealed text,
        ADD COLUMN auth_sealed text,
        ADD COLUMN template text,
        ADD CONSTRAINT destinations_place CHECK (
          CASE kind WHEN 'bullmq' THEN queue IS NOT NULL AND queue_prefix IS NOT NULL AND url IS NULL
                    ELSE url IS NOT NULL AND secret_sealed IS NOT NULL AND queue IS NULL END)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM destinations WHERE kind = 'bullmq'`);
    await runner.query(`
      ALTER TABLE destinations DROP CONSTRAINT destinations_place, DROP COLUMN queue, DROP COLUMN queue_prefix,
        DROP COLUMN redis_url_sealed, DROP COLUMN auth_sealed, DROP COLUMN template`);
  }
}
