import { createHash, randomBytes } from 'node:crypto';
import type { SecretBox } from '@app/secrets';
import type { Trigger } from './trigger.entity.js';

/** The unguessable part of a hook URL: 256 random bits. */
export function newHookToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Tokens are found by their hash, so that a look-up's time tells nothing about a guess and the table holds none. */
export function hashHookToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Every api trigger has a hook; it keeps it, whatever it becomes later, so that a change of type back finds it. */
export function giveHook(
  trigger: Pick<Trigger, 'trigger_type' | 'hook_token_hash' | 'hook_token_sealed'>,
  secrets: SecretBox,
): void {
  if (trigger.trigger_type !== 'api' || trigger.hook_token_hash) return;
  const token = newHookToken();
  trigger.hook_token_hash = hashHookToken(token);
  trigger.hook_token_sealed = secrets.seal(token);
}
