import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { $api, answerOf, client } from '../../../api/client';
import { queryClient } from '../../../api/query-client';
import type { Trigger } from '../../../api/types';
import { replaceInLists } from '../trigger-lists';
import { inBulk, type BulkState } from './in-bulk';

type BulkAct = 'pause' | 'resume' | 'archive' | 'unarchive';

const ACTS = {
  pause: (id: string) => client.POST('/triggers/{id}/pause', { params: { path: { id } } }),
  resume: (id: string) => client.POST('/triggers/{id}/resume', { params: { path: { id } } }),
  archive: (id: string) => client.POST('/triggers/{id}/archive', { params: { path: { id } } }),
  unarchive: (id: string) => client.POST('/triggers/{id}/unarchive', { params: { path: { id } } }),
};

interface Job {
  act: BulkAct;
  ids: string[];
}

/** Pausing and the like for many triggers, one request each. What was changed is put in its place in the list. */
export function useBulk(onEnd: (state: BulkState<Trigger>) => void) {
  const [progress, setProgress] = useState({ done: 0, of: 0 });
  const stop = useRef<AbortController>(undefined);
  const { mutate, ...rest } = useMutation({
    mutationFn: ({ act, ids }: Job) => {
      stop.current = new AbortController();
      setProgress({ done: 0, of: ids.length });
      return inBulk<Trigger>(ids, (id) => answerOf(ACTS[act](id)), {
        signal: stop.current.signal,
        onProgress: ({ done, failed }) => setProgress({ done: done.size + failed.size, of: ids.length }),
      });
    },
    onSuccess: (state) => {
      replaceInLists(...state.done.values());
      for (const id of state.done.keys())
        queryClient.removeQueries($api.queryOptions('get', '/triggers/{id}', { params: { path: { id } } }));
      onEnd(state);
    },
  });
  return { ...rest, run: mutate, stop: () => stop.current?.abort(), progress };
}
