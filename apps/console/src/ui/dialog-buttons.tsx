import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  onClose: () => void;
  /** The word on the button that leaves things as they are. */
  close?: string;
  /** Whether that one has the focus when the dialog opens. */
  closeFirst?: boolean;
  /** The button that does it. */
  children: ReactNode;
}

/** The end of a dialog: the way back, and the act. */
export function DialogButtons({ onClose, close = 'Cancel', closeFirst = false, children }: Props) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose} data-autofocus={closeFirst || undefined}>
        {close}
      </Button>
      {children}
    </Group>
  );
}
