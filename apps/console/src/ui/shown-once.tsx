import { Alert, Code, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyIcon } from './copy-icon';

interface Props {
  title: string;
  /** What is shown; the dialog is open while there is one. */
  secret: string | undefined;
  onClose: () => void;
  children?: ReactNode;
}

/** A secret that nobody can read a second time: copy it now. A click beside the dialog does not close it. */
export function ShownOnce({ title, secret, onClose, children }: Props) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size="lg"
    >
      <Stack gap="sm">
        <Alert color="yellow" title="It is shown this once">
          Copy it to where it is used. It cannot be read again, only replaced.
        </Alert>
        <Group wrap="nowrap" gap="xs">
          <Code fz="sm" p="xs" flex={1} style={{ overflowWrap: 'anywhere' }}>
            {secret}
          </Code>
          <CopyIcon value={secret ?? ''} what={title} />
        </Group>
        <Text component="div" size="sm">
          {children}
        </Text>
      </Stack>
    </Modal>
  );
}
