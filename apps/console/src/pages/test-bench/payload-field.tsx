import { Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { schemaFaults } from '../../ui/schema-faults';
import { JsonField } from '../triggers/form/json-field';
import { PayloadSources } from './payload-sources';
import { SavedPayloads } from './saved-payloads';

interface Props {
  value: string;
  onChange: (text: string) => void;
  schema: object | null;
  /** Why it cannot be sent, or was refused. */
  fault: string | undefined;
  /** Whose saved payloads are offered: a trigger's id, or `draft`. */
  owner: string;
  sources: Record<string, () => string>;
  /** Whose events are offered; those of all without. */
  triggerId?: string;
}

/** The payload of a test: typed, taken from somewhere, or one that was saved for this; checked as one types. */
export function PayloadField({ value, onChange, schema, fault, owner, sources, triggerId }: Props) {
  const misfits = useMemo(() => schemaFaults(value, schema ?? undefined), [value, schema]);
  return (
    <div>
      <JsonField
        label="Payload"
        description="A JSON object."
        value={value}
        onChange={onChange}
        schema={schema}
        error={fault}
      />
      <div aria-live="polite">
        {misfits.length > 0 && fault === undefined && (
          <Text size="xs" c="var(--mantine-color-error)" mt={4}>
            It does not fit the schema:{' '}
            {misfits.map(({ pointer, text }) => `${pointer || '/'} ${text}`).join(' ')}
          </Text>
        )}
      </div>
      <Group gap="xs" mt="xs">
        <PayloadSources sources={sources} triggerId={triggerId} onTake={onChange} />
        <SavedPayloads owner={owner} text={value} onTake={onChange} />
      </Group>
    </div>
  );
}
