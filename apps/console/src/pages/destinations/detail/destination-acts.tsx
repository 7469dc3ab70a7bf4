import { Button, Menu } from '@mantine/core';
import { KeyRound, Pause, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client';
import type { Destination } from '../../../api/types';
import { useMay } from '../../../app/me';
import { ButtonLink } from '../../../ui/button-link';
import { DeleteItem, MoreMenu } from '../../../ui/more-menu';
import { useAct } from '../../../ui/use-act';
import { DeleteDestination } from './delete-destination';
import { RotateSecret } from './rotate-secret';

/** What can be done with a destination, for who may. */
export function DestinationActs({ of: destination }: { of: Destination }) {
  const { id, kind, enabled } = destination;
  const [dialog, setDialog] = useState<'rotate' | 'delete'>();
  const close = () => setDialog(undefined);
  const turn = useTurn(destination);
  if (!useMay('manage')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={enabled ? <Pause size={15} /> : <Play size={15} />}
        loading={turn.isPending}
        onClick={() => turn.mutate(!enabled)}
      >
        {enabled ? 'Turn off' : 'Turn on'}
      </Button>
      <ButtonLink
        to="/destinations/$id/edit"
        params={{ id }}
        variant="default"
        leftSection={<Pencil size={15} />}
      >
        Edit
      </ButtonLink>
      <MoreMenu>
        {kind === 'http' && (
          <Menu.Item leftSection={<KeyRound size={15} />} onClick={() => setDialog('rotate')}>
            Rotate secret …
          </Menu.Item>
        )}
        <DeleteItem onClick={() => setDialog('delete')} />
      </MoreMenu>
      <RotateSecret of={destination} opened={dialog === 'rotate'} onClose={close} />
      <DeleteDestination of={destination} opened={dialog === 'delete'} onClose={close} />
    </>
  );
}

/** Turns it off, or on, which closes its circuit as well: what waits is tried at once. */
export function useTurn({ id, name }: Destination) {
  const params = { path: { id } };
  return useAct(
    (on: boolean) =>
      answerOf(
        on
          ? client.POST('/destinations/{id}/enable', { params })
          : client.PATCH('/destinations/{id}', { params, body: { enabled: false } }),
      ),
    {
      done: ({ enabled }) =>
        enabled ? `${name} is on. What waited is tried now.` : `${name} is off. What is for it waits.`,
      changes: ['/destinations', '/deliveries', '/stats'],
    },
  );
}
