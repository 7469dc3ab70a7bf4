import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { SecretBox } from '@app/secrets';
import type { IdempotencyKey } from './idempotency-key.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { keyInProgress, keyReused } from './refusals.js';

/** Longer than any request runs; the key of a holder that was killed is free after it. */
const LEASE_MS = 60_000;
const TRIES = 5;

/** The right to run a request under its key. It ends with an answer, with its release, or with the lease. */
export interface Claim {
  project_id: string;
  key: string;
  owner: string;
}

/**
 * One request at a time runs under a key, and its answer is kept for its repeats. The answer is a text of the caller's,
 * sealed at rest since it may show a secret that is shown once.
 */
@Injectable()
export class Claims {
  private readonly logger = new Logger(Claims.name);

  constructor(
    private readonly repository: IdempotencyKeysRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** A claim, or the answer of the first request. Throws `idempotency.key_reused`, `idempotency.in_progress`. */
  async begin(projectId: string, key: IdempotencyKey): Promise<{ claim: Claim } | { answer: string }> {
    const claim = { project_id: projectId, key: key.value, owner: randomUUID() };
    for (let tried = 0; tried < TRIES; tried++) {
      if (await this.repository.take(projectId, key, claim.owner, LEASE_MS)) return { claim };
      const taken = await this.repository.find(projectId, key.value);
      if (!taken) continue; // given back in between
      if (!taken.fingerprint.equals(key.fingerprint)) throw keyReused();
      if (taken.answer_sealed === null) throw keyInProgress();
      return { answer: this.secrets.open(taken.answer_sealed) };
    }
    throw keyInProgress();
  }

  /** Never throws: what was asked for is done, and its caller is owed the answer whether or not it can be kept. */
  async complete({ project_id, key, owner }: Claim, answer: string): Promise<void> {
    try {
      await this.repository.complete(project_id, key, owner, this.secrets.seal(answer));
    } catch (error) {
      this.logger.warn(`An answer could not be kept for its repeats: ${(error as Error).message}`);
    }
  }

  /** Never throws: its caller has an error to report already, and the lease frees the key anyhow. */
  async release({ project_id, key, owner }: Claim): Promise<void> {
    try {
      await this.repository.release(project_id, key, owner);
    } catch (error) {
      this.logger.warn(`A key stays taken until its lease ends: ${(error as Error).message}`);
    }
  }
}
