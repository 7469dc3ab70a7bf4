import { Button, Group, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client';
import { faultAt } from '../../../ui/faults';
import { JsonEditor } from '../../../ui/json-editor';
import { useAct } from '../../../ui/use-act';
import { TemplatePreview } from './template-preview';
import type { DestinationForm } from './use-destination-form';

const EXAMPLE = '{"order": payload.id, "at": event.fired_at}';

/** A payload template, and beside it what it makes of a payload to try it with. */
export function TemplateField({ form: { values, faults, set } }: { form: DestinationForm }) {
  const [payload, setPayload] = useState('{\n  "id": 42\n}');
  const latest = useAct(
    () => answerOf(client.GET('/events', { params: { query: { limit: 1, archived: 'all' } } })),
    {
      done: ({ data }) => (data.length > 0 ? 'The payload of the latest event.' : 'There is no event yet.'),
      onDone: ({ data: [event] }) => event && setPayload(JSON.stringify(event.payload, null, 2)),
    },
  );
  return (
    <Stack gap="sm">
      <Textarea
        label="Template"
        description="JSONata that makes what is sent out of payload and event. Empty: the payload is sent."
        placeholder={EXAMPLE}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
        value={values.template}
        error={faultAt(faults, '/template')}
        onChange={(event) => set({ template: event.currentTarget.value })}
      />
      {values.template.trim() !== '' && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Stack gap={6} miw={0}>
            <Group justify="space-between">
              <Text size="sm" fw={500}>
                Try it with
              </Text>
              <Button
                size="compact-xs"
                variant="default"
                loading={latest.isPending}
                onClick={() => latest.mutate(undefined)}
              >
                Latest event
              </Button>
            </Group>
            <JsonEditor
              label="Payload to try it with"
              value={payload}
              onChange={setPayload}
              maxHeight={240}
            />
          </Stack>
          <TemplatePreview template={values.template} payload={payload} />
        </SimpleGrid>
      )}
    </Stack>
  );
}
