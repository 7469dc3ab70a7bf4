import { $api } from '../api/client';
import type { Me } from '../api/types';

/** Who is signed in; with `AUTH=off` everybody is the operator. Inside of the shell it is always there. */
export function useMe(): Me | undefined {
  return $api.useQuery('get', '/auth/me', {}, { staleTime: 60_000 }).data;
}

/** Whether the viewer has a scope: what they may not do is not offered. */
export const useMay = (scope: Me['scopes'][number]): boolean => useMe()?.scopes.includes(scope) ?? false;
