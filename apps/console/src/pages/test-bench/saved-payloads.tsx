import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { BookmarkPlus, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';

interface Props {
  owner: string;
  /** What would be saved. */
  text: string;
  onTake: (text: string) => void;
}

/** Payloads under names, kept by this browser for each trigger: they are nobody else's, and no part of the trigger. */
export function SavedPayloads({ owner, text, onTake }: Props) {
  const [opened, { toggle, close }] = useDisclosure();
  const [name, setName] = useState('');
  const [saved, setSaved] = useLocalStorage<Record<string, string>>({
    key: `etp.payloads.${owner}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // it may stand in the form of a draft
    setSaved({ ...saved, [name.trim()]: text });
    setName('');
    close();
  };
  const forget = (name: string) =>
    setSaved(Object.fromEntries(Object.entries(saved).filter(([other]) => other !== name)));
  return (
    <>
      <Popover opened={opened} onDismiss={close} trapFocus withinPortal shadow="md" width={280}>
        <Popover.Target>
          <Button variant="default" size="xs" leftSection={<BookmarkPlus size={13} />} onClick={toggle}>
            Save payload
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack component="form" gap="xs" onSubmit={save}>
            <TextInput
              label="Name of the payload"
              description="Kept in this browser, for nobody else."
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" disabled={name.trim() === ''}>
              {name.trim() in saved ? 'Replace it' : 'Save it'}
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {Object.entries(saved).map(([name, text]) => (
        <Group key={name} gap={2} wrap="nowrap">
          <Button variant="light" size="xs" maw={200} onClick={() => onTake(text)}>
            <Text span inherit truncate>
              {name}
            </Text>
          </Button>
          <ActionIcon size="sm" aria-label={`Forget the payload ${name}`} onClick={() => forget(name)}>
            <X size={13} />
          </ActionIcon>
        </Group>
      ))}
    </>
  );
}
