import type { Scope } from '../../api/types';

/** What a key with a scope may do. None implies another. */
export const SCOPES: Record<Scope, string> = {
  read: 'See everything of the project',
  fire: 'Fire, test and replay; make events',
  manage: 'Change triggers, destinations and retention',
  admin: 'Users, projects, keys and the audit log',
};
