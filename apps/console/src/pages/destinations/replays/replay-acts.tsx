import { Button, Text } from '@mantine/core';
import { Pause, Play, X } from 'lucide-react';
import { answerOf, client } from '../../../api/client';
import type { Replay } from '../../../api/types';
import { useMay } from '../../../app/me';
import { Confirm } from '../../../ui/confirm';
import { useAct } from '../../../ui/use-act';

const ACTS = {
  pause: { path: '/replays/{id}/pause', done: 'Paused. What it has sent goes on.' },
  resume: { path: '/replays/{id}/resume', done: 'It goes on.' },
  cancel: { path: '/replays/{id}/cancel', done: 'Cancelled.' },
} as const;

/** Pauses, resumes and cancels a replay that has not ended. */
export function ReplayActs({ of: { id, state } }: { of: Replay }) {
  const may = useMay('fire');
  const act = useAct(
    async (what: keyof typeof ACTS) => {
      await answerOf(client.POST(ACTS[what].path, { params: { path: { id } } }));
      return what;
    },
    { done: (what) => ACTS[what].done, changes: ['/replays', '/deliveries'] },
  );
  if (!may || (state !== 'running' && state !== 'paused')) return null;
  const isRunning = state === 'running';
  return (
    <>
      <Button
        variant="default"
        leftSection={isRunning ? <Pause size={15} /> : <Play size={15} />}
        loading={act.isPending}
        onClick={() => act.mutate(isRunning ? 'pause' : 'resume')}
      >
        {isRunning ? 'Pause' : 'Resume'}
      </Button>
      <Confirm
        title="Cancel the replay?"
        verb="Cancel the replay"
        danger
        onConfirm={() => act.mutate('cancel')}
        target={(open) => (
          <Button variant="default" leftSection={<X size={15} />} onClick={open}>
            Cancel …
          </Button>
        )}
      >
        <Text size="sm">
          It makes no more deliveries, and those that wait for a try are cancelled. What has arrived stays so.
          It cannot be resumed; another one can be begun for what is left.
        </Text>
      </Confirm>
    </>
  );
}
