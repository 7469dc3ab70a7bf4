import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which copy in the cold archive a slice has that is about to be dropped. */
export class ColdArchive1764670000000 implements MigrationInterface {
  name = 'ColdArchive1764670000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE archive_slices
        -- the verified copy of all that is in it; null as long as something may still come
        ADD COLUMN cold_copy text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE archive_slices DROP COLUMN cold_copy');
  }
}
