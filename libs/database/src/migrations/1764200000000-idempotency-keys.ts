import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys that clients name their requests by, with what is needed to answer a repeat without running it again. */
export class IdempotencyKeys1764200000000 implements MigrationInterface {
  name = 'IdempotencyKeys1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IDEMPOTENCY_KEYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
  }
}

const IDEMPOTENCY_KEYS = `
  CREATE TABLE idempotency_keys (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    -- SHA-256 of the request: the key is no answer to another one
    fingerprint bytea NOT NULL,
    -- while a request runs that is no firing: which one, and until when the key waits for it
    owner uuid,
    locked_until timestamptz,
    -- of a firing: what it wrote. It is json, not jsonb, so that the payload keeps the order of its keys, and it stands
    -- for itself: the event may be deleted sooner than the key
    event json,
    -- of any other request: its answer, sealed, since it may show a secret that is shown once
    answer_sealed text,
    -- of a firing this is the event's fired_at
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, key),
    CHECK (num_nonnulls(owner, event, answer_sealed) = 1),
    CHECK ((owner IS NULL) = (locked_until IS NULL))
  );
  CREATE INDEX idempotency_keys_expired ON idempotency_keys (expires_at)`;
