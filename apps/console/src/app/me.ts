import { useQuery } from '@tanstack/react-query';
import { $api } from '../api/client';
import type { Me } from '../api/types';

/** What the shell asks before it shows anything, and every page after it: one question, one answer. */
export const whoAmI = () => $api.queryOptions('get', '/auth/me', {});

/** Who is signed in; with `AUTH=off` everybody is the operator. Inside of the shell it is always there. */
export function useMe(): Me | undefined {
  return useQuery({ ...whoAmI(), staleTime: 60_000 }).data;
}

/** Whether the viewer has a scope: what they may not do is not offered. */
export const useMay = (scope: Me['scopes'][number]): boolean => useMe()?.scopes.includes(scope) ?? false;
