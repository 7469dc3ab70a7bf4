import { Button, Checkbox, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import type { NewApiKey, Scope } from '../../api/types';
import { DialogButtons } from '../../ui/dialog-buttons';
import { Failure } from '../../ui/failure';
import { useAct } from '../../ui/use-act';
import { SCOPES } from './scopes';

const DAY = 86_400_000;
const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'never', label: 'until it is revoked' },
];

interface Props {
  opened: boolean;
  onClose: () => void;
  onMade: (key: NewApiKey) => void;
}

/** A name, what it may do, and for how long. */
export function NewKey({ opened, onClose, onMade }: Props) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['fire']);
  const [days, setDays] = useState('365');
  const make = useAct(
    () => {
      const expires_at = days === 'never' ? null : new Date(Date.now() + Number(days) * DAY).toISOString();
      return answerOf(client.POST('/api-keys', { body: { name, scopes, expires_at } }));
    },
    {
      quiet: true,
      changes: ['/api-keys'],
      onDone: (key) => {
        setName('');
        onMade(key);
      },
    },
  );
  const faults = faultsOf(make.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New API key">
      <Stack component="form" onSubmit={submit}>
        {Object.keys(faults).length === 0 && <Failure of={make.error} />}
        <TextInput
          label="Name"
          description="What uses it"
          placeholder="checkout service"
          required
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={faults['/name']}
        />
        <Checkbox.Group
          label="It may"
          value={scopes}
          onChange={(chosen) => setScopes(chosen)}
          error={faults['/scopes']}
        >
          <Stack gap={6} mt={6}>
            {Object.entries(SCOPES).map(([scope, meaning]) => (
              <Checkbox key={scope} value={scope} label={scope} description={meaning} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label="It works"
          allowDeselect={false}
          data={LIVES}
          value={days}
          onChange={(value) => setDays(value ?? '365')}
          error={faults['/expires_at']}
        />
        <DialogButtons onClose={onClose}>
          <Button type="submit" loading={make.isPending}>
            Make the key
          </Button>
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
