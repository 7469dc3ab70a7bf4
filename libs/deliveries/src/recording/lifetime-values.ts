import type { Config } from '@app/config';
import { lifetimeOf, type Lifetime } from '@app/events';

/**
 * Lifetimes as parameters of the statements that write events, in milliseconds: when to archive, and when to delete. Null
 * is for somebody else to say; Infinity, which PostgreSQL adds to a time as it is, is never.
 */
export function ownLifetimes(
  firings: { lifetime: Lifetime | null }[],
): [archiveAfter: (number | null)[], deleteAfter: (number | null)[]] {
  return [
    firings.map(({ lifetime }) => lifetime && (lifetime.archiveAfterMs ?? Infinity)),
    firings.map(({ lifetime }) => lifetime && (lifetime.deleteAfterMs ?? Infinity)),
  ];
}

/** The same of the installation, which says what nobody else does. */
export function installationLifetime({ retention }: Config): [archiveAfter: number, deleteAfter: number] {
  const { archiveAfterMs, deleteAfterMs } = lifetimeOf(retention.policy);
  return [archiveAfterMs ?? Infinity, deleteAfterMs ?? Infinity];
}
