import { Grid } from '@mantine/core';
import { useMemo } from 'react';
import { faultAt } from '../../../ui/faults';
import { schemaOf } from './body';
import { JsonField } from './json-field';
import { SchemaField } from './schema-field';
import type { TriggerForm } from './use-trigger-form';

/** What its events carry, and what that has to look like. */
export function PayloadFields({ form: { values, faults, set } }: { form: TriggerForm }) {
  const schema = useMemo(() => schemaOf(values.payload_schema), [values.payload_schema]);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <JsonField
          label="Payload"
          description="A JSON object; a firing may bring its own instead."
          value={values.api_payload}
          schema={schema}
          error={faultAt(faults, '/api_payload')}
          onChange={(api_payload) => set({ api_payload })}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <SchemaField
          value={values.payload_schema}
          error={faultAt(faults, '/payload_schema')}
          onChange={(payload_schema) => set({ payload_schema })}
        />
      </Grid.Col>
    </Grid>
  );
}
