import { Button } from '@mantine/core';
import { Archive, ArchiveRestore, Lock, LockOpen } from 'lucide-react';
import { answerOf, client } from '../../api/client';
import type { EventWithDeliveries } from '../../api/types';
import { useMay } from '../../app/me';
import { useAct } from '../../ui/use-act';
import { EventMenu } from './event-menu';
import { ReplayDialog } from './replay-dialog';

/** What can be done with an event, as far as the viewer may. */
export function EventActions({ event }: { event: EventWithDeliveries }) {
  const manage = useMay('manage');
  const fire = useMay('fire');
  const { id, hold, archived } = event;
  const change = useAct(
    (body: { hold: boolean } | { archived: boolean }) =>
      answerOf(client.PATCH('/events/{id}', { params: { path: { id } }, body })),
    { done: (now) => said(event, now), changes: ['/events'] },
  );
  return (
    <>
      {fire && <ReplayDialog event={event} />}
      {manage && (
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ hold: !hold })}
          title={
            hold ? 'Leave it to the retention policy again' : 'Retention leaves it alone until it is released'
          }
          leftSection={hold ? <LockOpen size={15} /> : <Lock size={15} />}
        >
          {hold ? 'Release' : 'Hold'}
        </Button>
      )}
      {manage && (
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ archived: !archived })}
          leftSection={archived ? <ArchiveRestore size={15} /> : <Archive size={15} />}
        >
          {archived ? 'Unarchive' : 'Archive'}
        </Button>
      )}
      <EventMenu event={event} />
    </>
  );
}

function said(before: EventWithDeliveries, now: EventWithDeliveries): string {
  if (before.hold !== now.hold) return now.hold ? 'It is held' : 'It is left to retention again';
  if (before.archived !== now.archived) return now.archived ? 'It is in the archive' : 'It is active again';
  return 'It stays where it is: its time to be archived has passed';
}
