import { Button, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { DialogButtons } from './dialog-buttons';

interface Props {
  opened: boolean;
  /** The question. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The word on the button that does it: a verb. */
  verb: string;
  danger?: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before what cannot be taken back; whoever opens it says when. */
export function Ask({ opened, title, children, verb, danger = false, onClose, onConfirm }: Props) {
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <div>{children}</div>
        <DialogButtons onClose={onClose}>
          <Button {...(danger && { color: 'red.9' })} onClick={confirm} data-autofocus>
            {verb}
          </Button>
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
