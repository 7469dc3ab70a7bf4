import { Button, CopyButton, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ChevronDown, Terminal } from 'lucide-react';
import type { Trigger } from '../../../api/types';
import { curl } from '../../../ui/curl';
import { brief, copyOf } from '../definition';

/** The commands of what can be done here, to be copied. */
export function AsCurl({ of: trigger }: { of: Trigger }) {
  const commands = {
    'Fire it': curl('POST', `/triggers/${trigger.id}/fire`, { payload: trigger.api_payload }),
    'Make one like it': curl('POST', '/triggers', brief({ ...copyOf(trigger), name: trigger.name })),
    'Read it': curl('GET', `/triggers/${trigger.id}`),
  };
  return (
    <Menu position="bottom-end" shadow="md" width={210}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Terminal size={15} />}
          rightSection={<ChevronDown size={14} />}
        >
          Copy as curl
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(commands).map(([name, command]) => (
          <CopyButton key={name} value={command}>
            {({ copy }) => (
              <Menu.Item
                onClick={() => {
                  copy();
                  notifications.show({ message: `Copied: ${name.toLowerCase()}, as curl.` });
                }}
              >
                {name}
              </Menu.Item>
            )}
          </CopyButton>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
