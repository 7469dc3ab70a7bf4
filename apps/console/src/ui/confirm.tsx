import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  /** The question, with what will happen. */
  title: string;
  children: ReactNode;
  /** The word on the button that does it: a verb. */
  verb: string;
  danger?: boolean;
  onConfirm: () => void;
  /** What opens the question. */
  target: (open: () => void) => ReactNode;
}

/** Asks before what cannot be taken back. */
export function Confirm({ title, children, verb, danger = false, onConfirm, target }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const confirm = () => {
    close();
    onConfirm();
  };
  return (
    <>
      {target(open)}
      <Modal opened={opened} onClose={close} title={title}>
        <Stack>
          <div>{children}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button {...(danger && { color: 'red.9' })} onClick={confirm} data-autofocus>
              {verb}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
