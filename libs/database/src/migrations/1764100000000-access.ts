import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what: users and their projects, sessions, API keys; and who did what. */
export class Access1764100000000 implements MigrationInterface {
  name = 'Access1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [USERS, SESSIONS, LOGIN_ATTEMPTS, API_KEYS, AUDIT]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE audit_log, api_keys, login_attempts, refresh_tokens, project_members, users',
    );
    await runner.query('DROP FUNCTION refuse_change_of_audit_log');
  }
}

const USERS = `
  CREATE TABLE users (
    id uuid PRIMARY KEY,
    username text NOT NULL CONSTRAINT users_username UNIQUE CHECK (username = lower(username)),
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'member')),
    enabled boolean NOT NULL DEFAULT true,
    -- raised to end every session of the user: access tokens carry it
    session_version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE project_members (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    PRIMARY KEY (user_id, project_id)
  );
  CREATE INDEX project_members_by_project ON project_members (project_id)`;

const SESSIONS = `
  CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY,
    -- all tokens that followed from one login: when a used one turns up again, the whole session ends
    session_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    session_version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  );
  CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
  CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);
  CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at)`;

const LOGIN_ATTEMPTS = `
  CREATE TABLE login_attempts (
    -- an account, by a hash of the name that was given, or an address
    subject text PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
  );
  CREATE INDEX login_attempts_by_time ON login_attempts (last_at)`;

const API_KEYS = `
  CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX api_keys_by_project ON api_keys (project_id, id DESC) WHERE revoked_at IS NULL`;

const AUDIT = `
  CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    -- null: the whole installation. No foreign key: what happened stays written when the project is gone
    project_id uuid,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'key', 'operator', 'platform', 'anonymous')),
    actor_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL,
    target_kind text NOT NULL,
    target_id text,
    before json,
    after json,
    address text,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX audit_log_by_project ON audit_log (project_id, id DESC);
  CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$;
  CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log()`;
