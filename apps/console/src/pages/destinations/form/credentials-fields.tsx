import {
  ActionIcon,
  Button,
  Group,
  Input,
  NativeSelect,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { faultAt } from '../../../ui/faults';
import type { DestinationForm } from './use-destination-form';
import type { AuthChoice, HeaderValue } from './values';

/** What goes along with each request. All of it is write only: it is replaced or removed, never shown. */
export function CredentialsFields({ form, kept }: { form: DestinationForm; kept?: string | undefined }) {
  const { values, faults, set } = form;
  const choices: { value: AuthChoice; label: string }[] = [
    ...(kept === undefined ? [] : [{ value: 'kept' as const, label: `As they are: ${kept}` }]),
    { value: 'none', label: 'None' },
    { value: 'bearer', label: 'Bearer token' },
    { value: 'basic', label: 'User and password' },
  ];
  const secret = (name: 'token' | 'password', label: string) => (
    <PasswordInput
      label={label}
      autoComplete="new-password"
      flex={1}
      miw={200}
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label.toLowerCase()}` }}
      value={values[name]}
      error={faultAt(faults, `/auth/${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="md">
      <Group align="flex-start" gap="sm">
        <NativeSelect
          label="Credentials"
          w={220}
          data={choices}
          value={values.auth}
          error={faults['/auth']}
          onChange={(event) => set({ auth: event.currentTarget.value as AuthChoice })}
        />
        {values.auth === 'bearer' && secret('token', 'Token')}
        {values.auth === 'basic' && (
          <>
            <TextInput
              label="User"
              autoComplete="off"
              flex={1}
              miw={160}
              value={values.username}
              error={faultAt(faults, '/auth/username')}
              onChange={(event) => set({ username: event.currentTarget.value })}
            />
            {secret('password', 'Password')}
          </>
        )}
      </Group>
      <Headers
        value={values.headers}
        fault={faultAt(faults, '/headers')}
        onChange={(headers) => set({ headers })}
      />
    </Stack>
  );
}

interface HeadersProps {
  value: HeaderValue[];
  fault: string | undefined;
  onChange: (headers: HeaderValue[]) => void;
}

function Headers({ value, fault, onChange }: HeadersProps) {
  const id = useId();
  const replace = (index: number, ...by: HeaderValue[]) => onChange(value.toSpliced(index, 1, ...by));
  return (
    <div role="group" aria-labelledby={id}>
      <Input.Label component="div" id={id}>
        Headers of your own
      </Input.Label>
      <Text size="xs" c="dimmed" mb={6}>
        Their values are never shown again. webhook-* and etp-* are the platform’s.
      </Text>
      <Stack gap={6}>
        {value.map((header, index) => (
          // rows have no name of their own, and are only ever taken out by their number
          <Group key={index} gap="xs" wrap="nowrap">
            <TextInput
              aria-label={`Name of header ${index + 1}`}
              placeholder="x-tenant"
              flex={1}
              readOnly={header.saved}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- who adds a header types its name next
              autoFocus={!header.saved && header.name === ''}
              value={header.name}
              error={fault !== undefined}
              onChange={(event) => replace(index, { ...header, name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Value of header ${index + 1}`}
              placeholder={header.saved ? 'as it is' : 'blue'}
              autoComplete="off"
              flex={2}
              value={header.value}
              onChange={(event) => replace(index, { ...header, value: event.currentTarget.value })}
            />
            <ActionIcon
              size={34}
              aria-label={`Remove header ${header.name || index + 1}`}
              onClick={() => replace(index)}
            >
              <X size={16} />
            </ActionIcon>
          </Group>
        ))}
        {fault !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)">
            {fault}
          </Text>
        )}
        <Button
          variant="default"
          w="fit-content"
          leftSection={<Plus size={15} />}
          onClick={() => onChange([...value, { name: '', value: '', saved: false }])}
        >
          Header
        </Button>
      </Stack>
    </div>
  );
}
