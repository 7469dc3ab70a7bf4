import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { answerOf, client } from '../../../api/client';
import type { Destination } from '../../../api/types';
import { ShownOnce } from '../../../ui/shown-once';
import { useAct } from '../../../ui/use-act';
import { When } from '../../../ui/when';

interface Props {
  of: Destination;
  opened: boolean;
  onClose: () => void;
}

/** Asks, rotates, and shows the new signing secret this once. */
export function RotateSecret({ of: { id, name, previous_secret_until }, opened, onClose }: Props) {
  const rotate = useAct(
    () => answerOf(client.POST('/destinations/{id}/rotate-secret', { params: { path: { id } } })),
    { changes: ['/destinations'] },
  );
  const close = () => {
    rotate.reset();
    onClose();
  };
  return (
    <>
      <Modal
        opened={opened && rotate.data === undefined}
        onClose={close}
        // whoever left now would not see the secret that is being made
        closeOnEscape={!rotate.isPending}
        closeOnClickOutside={!rotate.isPending}
        withCloseButton={!rotate.isPending}
        title={`Rotate the signing secret of ${name}?`}
      >
        <Stack>
          <Text size="sm">
            A new secret is made and shown once. For 24 hours the present one signs as well, so the receiver
            can be given the new one at any time of that day.
          </Text>
          {previous_secret_until !== null && (
            <Text size="sm" fw={600}>
              The one before the present one still signs (it ends <When at={previous_secret_until} />
              ): that one is forgotten at once.
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} disabled={rotate.isPending}>
              Cancel
            </Button>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate(undefined)} data-autofocus>
              Rotate
            </Button>
          </Group>
        </Stack>
      </Modal>
      <ShownOnce title={`New signing secret of ${name}`} secret={rotate.data?.secret} onClose={close}>
        Give it to the receiver within 24 hours. Until then each webhook carries two signatures, by this one
        and by the one before.
      </ShownOnce>
    </>
  );
}
