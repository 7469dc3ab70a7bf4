import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';

/** A button that asks for another name. */
export function Rename({ what, onRename }: { what: string; onRename: (name: string) => void }) {
  const [opened, { open, close }] = useDisclosure();
  const [name, setName] = useState(what);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close();
    onRename(name);
  };
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={open} aria-label={`Rename ${what}`}>
        Rename
      </Button>
      <Modal opened={opened} onClose={close} title={`Rename ${what}`}>
        <Stack component="form" onSubmit={submit}>
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit">Rename</Button>
        </Stack>
      </Modal>
    </>
  );
}
