import { $api, answerOf, client } from '../../../api/client';
import { queryClient } from '../../../api/query-client';
import type { Trigger } from '../../../api/types';
import { jobOfSession, useJob } from '../../../ui/use-job';
import { replaceInLists } from '../trigger-lists';
import { inBulk, type BulkState } from './in-bulk';

export type BulkAct = 'pause' | 'resume' | 'archive' | 'unarchive';

const ACTS = {
  pause: (id: string) => client.POST('/triggers/{id}/pause', { params: { path: { id } } }),
  resume: (id: string) => client.POST('/triggers/{id}/resume', { params: { path: { id } } }),
  archive: (id: string) => client.POST('/triggers/{id}/archive', { params: { path: { id } } }),
  unarchive: (id: string) => client.POST('/triggers/{id}/unarchive', { params: { path: { id } } }),
};

/** An act on many triggers: how far it is, and once it has ended what came of it. */
interface Bulk {
  act: BulkAct;
  /** What the triggers are called, by id. */
  names: Map<string, string>;
  /** How many it has come to. */
  reached: number;
  end?: BulkState<Trigger>;
}

/** It goes on when another filter or page is chosen meanwhile. */
const job = jobOfSession<Bulk>();

/** Pausing and the like for many triggers, one request each. What was changed is put in its place in the lists. */
export function useBulk() {
  return { bulk: useJob(job), run, stop: job.stop, dismiss: job.dismiss };
}

/** @returns those that were not changed: that failed, or were not begun with */
async function run(act: BulkAct, names: Map<string, string>): Promise<string[]> {
  const ids = [...names.keys()];
  let left = ids;
  await job.run({ act, names, reached: 0 }, async (signal, tell) => {
    const end = await inBulk<Trigger>(ids, (id) => answerOf(ACTS[act](id)), {
      signal,
      onProgress: ({ done, failed }) => tell({ act, names, reached: done.size + failed.size }),
    });
    replaceInLists(...end.done.values());
    for (const id of end.done.keys())
      queryClient.removeQueries($api.queryOptions('get', '/triggers/{id}', { params: { path: { id } } }));
    left = ids.filter((id) => !end.done.has(id));
    return { act, names, reached: end.done.size + end.failed.size, end };
  });
  return left;
}
