import { useQuery } from '@tanstack/react-query';
import { client } from '../../api/client';
import type { Trigger } from '../../api/types';

/** A trigger as it is now, with its `ETag`: what is based on this read can tell whether somebody has changed it since. */
export interface TaggedTrigger {
  trigger: Trigger;
  tag: string | undefined;
}

/** Read once for each form: read anew it would take a change of somebody else for one's own. */
export const useTaggedTrigger = (id: string) =>
  useQuery({
    queryKey: ['get', '/triggers/{id}', { params: { path: { id } } }, 'tagged'],
    queryFn: async ({ signal }): Promise<TaggedTrigger> => {
      const { data, error, response } = await client.GET('/triggers/{id}', {
        params: { path: { id } },
        signal,
      });
      if (error !== undefined) throw error;
      return { trigger: data, tag: response.headers.get('etag') ?? undefined };
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
