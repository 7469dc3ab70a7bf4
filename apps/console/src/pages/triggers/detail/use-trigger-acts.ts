import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../../api/client';
import type { Trigger } from '../../../api/types';
import { useAct } from '../../../ui/use-act';
import { removeFromLists, replaceInLists } from '../trigger-lists';

const ACTS = {
  pause: { path: '/triggers/{id}/pause', done: 'is paused' },
  resume: { path: '/triggers/{id}/resume', done: 'fires again' },
  archive: { path: '/triggers/{id}/archive', done: 'is archived' },
  unarchive: { path: '/triggers/{id}/unarchive', done: 'is back' },
} as const;

/** Pausing, archiving, deleting; done to the lists that show it as well. */
export function useTriggerActs({ id, name }: Trigger) {
  const navigate = useNavigate();
  const params = { path: { id } };
  const set = useAct(
    async (act: keyof typeof ACTS) => {
      const trigger = await answerOf(client.POST(ACTS[act].path, { params }));
      return { trigger, text: `${name} ${ACTS[act].done}.` };
    },
    {
      done: ({ text }) => text,
      changes: ['/triggers/{id}'],
      onDone: ({ trigger }) => replaceInLists(trigger),
    },
  );
  const remove = useAct<undefined, unknown>(() => answerOf(client.DELETE('/triggers/{id}', { params })), {
    done: `${name} is deleted.`,
    onDone: () => {
      removeFromLists(id);
      void navigate({ to: '/triggers' });
    },
  });
  return { set, remove };
}
