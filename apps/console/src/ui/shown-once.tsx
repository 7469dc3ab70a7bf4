import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { CopyIcon } from './copy-icon';
import { SecretGuard } from './secret-guard';

interface Props {
  title: string;
  /** What is shown; the dialog is open while there is one. */
  secret: string | undefined;
  onClose: () => void;
  children?: ReactNode;
}

/** A secret that nobody can read a second time: copy it now. Only who says that they have it closes the dialog. */
export function ShownOnce({ title, secret, onClose, children }: Props) {
  const stored = useRef<string>(undefined);
  const close = () => {
    stored.current = secret;
    onClose();
  };
  return (
    <>
      <Modal
        opened={secret !== undefined}
        onClose={close}
        title={title}
        withCloseButton={false}
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
          <Group justify="flex-end">
            <Button onClick={close}>I have stored it</Button>
          </Group>
        </Stack>
      </Modal>
      <SecretGuard isShown={() => secret !== undefined && stored.current !== secret} />
    </>
  );
}
