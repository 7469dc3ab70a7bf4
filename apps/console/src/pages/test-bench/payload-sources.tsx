import { Button, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown } from 'lucide-react';
import { $api } from '../../api/client';
import { When } from '../../ui/when';
import { pretty } from '../triggers/form/values';

interface Props {
  sources: Record<string, () => string>;
  triggerId: string | undefined;
  onTake: (text: string) => void;
}

/** Where a payload can be taken from: what it began with, and the latest events. */
export function PayloadSources({ sources, triggerId, onTake }: Props) {
  const [opened, { open, close }] = useDisclosure();
  const query = { limit: 6, ...(triggerId !== undefined && { trigger_id: triggerId }) };
  const events = $api.useQuery('get', '/events', { params: { query } }, { enabled: opened });
  return (
    <Menu opened={opened} onOpen={open} onClose={close} position="bottom-start" shadow="md" width={320}>
      <Menu.Target>
        <Button variant="default" size="xs" rightSection={<ChevronDown size={13} />}>
          Take from
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(sources).map(([name, text]) => (
          <Menu.Item key={name} onClick={() => onTake(text())}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          {events.isPending
            ? 'Loading events …'
            : events.isError
              ? 'The events could not be read'
              : events.data.data.length === 0
                ? 'No event yet'
                : 'Latest events'}
        </Menu.Label>
        {events.data?.data.map(({ id, fired_at, source, payload }) => (
          <Menu.Item key={id} onClick={() => onTake(pretty(payload))}>
            <Text span size="sm">
              {source}, <When at={fired_at} />
            </Text>
            <Text size="xs" c="dimmed" ff="monospace" truncate>
              {JSON.stringify(payload).slice(0, 120)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
