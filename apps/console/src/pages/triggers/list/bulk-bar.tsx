import { Button, Group, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Archive, ArchiveRestore, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { Ask } from '../../../ui/ask';
import { useBulk, type BulkAct } from './use-bulk';

interface Props {
  /** How many are chosen. */
  chosen: number;
  /** Whether what is chosen is archived. */
  archived: boolean;
  onAct: (act: BulkAct) => void;
  onClear: () => void;
}

/** What can be done with the triggers that are chosen; nothing while something is being done with many. */
export function BulkBar({ chosen, archived, onAct, onClear }: Props) {
  const { bulk } = useBulk();
  const [asked, { open: ask, close }] = useDisclosure();
  if (chosen === 0 || (bulk && !bulk.end)) return null;
  const count = `${chosen.toLocaleString('en')} ${chosen === 1 ? 'trigger' : 'triggers'}`;
  const button = (label: string, icon: ReactNode, onClick: () => void) => (
    <Button size="xs" variant="default" leftSection={icon} onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <>
      <Paper withBorder p="xs" mb="xs">
        <Group gap="xs">
          <Text size="sm" fw={600} role="status" mr="xs">
            {count} chosen
          </Text>
          {button('Pause', <Pause size={14} />, () => onAct('pause'))}
          {button('Resume', <Play size={14} />, () => onAct('resume'))}
          {archived
            ? button('Bring back', <ArchiveRestore size={14} />, () => onAct('unarchive'))
            : button('Archive', <Archive size={14} />, ask)}
          <Button size="xs" variant="subtle" color="gray" ml="auto" onClick={onClear}>
            Clear selection
          </Button>
        </Group>
      </Paper>
      <Ask
        opened={asked}
        title={`Archive ${count}?`}
        danger
        verb="Archive"
        onClose={close}
        onConfirm={() => onAct('archive')}
      >
        They stop firing and leave this list. They can be brought back; what falls until then is gone.
      </Ask>
    </>
  );
}
