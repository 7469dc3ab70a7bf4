import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose it is that a slice is about to be dropped: who lost it to another must not take back what is the other's. */
export class SliceMarks1764690000000 implements MigrationInterface {
  name = 'SliceMarks1764690000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE archive_slices
        -- made by whoever last set about to drop it; null when nobody has since this column is there
        ADD COLUMN mark uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE archive_slices DROP COLUMN mark');
  }
}
