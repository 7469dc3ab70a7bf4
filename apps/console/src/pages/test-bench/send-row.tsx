import { Button, CopyButton, Group, Stack } from '@mantine/core';
import { Send, Terminal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMay } from '../../app/me';
import { Failure } from '../../ui/failure';
import type { Bench } from './use-test';

interface Props {
  bench: Bench;
  disabled?: boolean;
  onSend: () => void;
  /** The same on the command line. */
  command: string;
  children?: ReactNode;
}

/** What can be done with what was typed, and what the api had against it. */
export function SendRow({ bench, disabled = false, onSend, command, children }: Props) {
  const may = useMay('fire');
  return (
    <Stack gap="sm" mt="md">
      <Failure of={bench.failure} />
      <Group gap="xs">
        <Button
          leftSection={<Send size={15} />}
          loading={bench.isWaiting}
          disabled={disabled || !may}
          title={may ? undefined : 'Sending tests needs the scope fire, which you do not have'}
          onClick={onSend}
        >
          Send test
        </Button>
        {children}
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<Terminal size={15} />} onClick={copy}>
              {copied ? 'Copied' : 'Copy as curl'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
