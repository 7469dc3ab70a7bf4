import { Button, Modal, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../../api/client';
import type { Destination } from '../../../api/types';
import { DialogButtons } from '../../../ui/dialog-buttons';
import { useAct } from '../../../ui/use-act';

interface Props {
  of: Destination;
  opened: boolean;
  onClose: () => void;
}

/** Deletes a destination, after having said what goes with it. */
export function DeleteDestination({ of: { id, name }, opened, onClose }: Props) {
  const navigate = useNavigate();
  const remove = useAct(() => answerOf(client.DELETE('/destinations/{id}', { params: { path: { id } } })), {
    done: `${name} is deleted.`,
    // its own answer is not read anew: it would be a 404
    changes: ['/triggers', '/deliveries', '/stats'],
    onDone: () => void navigate({ to: '/destinations' }),
  });
  return (
    <Modal opened={opened} onClose={onClose} title={`Delete ${name}?`}>
      <Stack>
        <Text size="sm" component="div">
          It is gone for good:
          <ul>
            <li>triggers forget it, and their next events do not go there;</li>
            <li>deliveries that are still under way to it are cancelled;</li>
            <li>its signing secret is gone, and cannot be made again.</li>
          </ul>
          Events and what became of their deliveries stay until their retention ends. Turning it off instead
          keeps what is for it.
        </Text>
        <DialogButtons onClose={onClose} closeFirst>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            Delete
          </Button>
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
