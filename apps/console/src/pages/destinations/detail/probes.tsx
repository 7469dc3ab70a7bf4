import { Button, Group, Stack, Text } from '@mantine/core';
import { Send, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client';
import type { Destination } from '../../../api/types';
import { useMay } from '../../../app/me';
import { Failure } from '../../../ui/failure';
import { JsonEditor } from '../../../ui/json-editor';
import { Section } from '../../../ui/section';
import { useAct } from '../../../ui/use-act';
import { objectIn } from '../../../ui/json-object';
import { DoctorReport } from './doctor-report';
import { TestResult } from './test-result';

/** Sends it a test, and has the doctor examine how it receives. Neither makes an event. */
export function Probes({ of: { id, kind } }: { of: Destination }) {
  const may = useMay('fire');
  const [text, setText] = useState('{\n  "test": true\n}');
  const read = objectIn(text);
  const payload = typeof read === 'string' ? undefined : read;
  const request = { params: { path: { id } }, ...(payload && { body: { payload } }) };
  const options = { quiet: true, changes: ['/destinations/{id}'] };
  const test = useAct(() => answerOf(client.POST('/destinations/{id}/test', request)), options);
  const examine = useAct(() => answerOf(client.POST('/destinations/{id}/doctor', request)), options);
  const still = !may || payload === undefined || test.isPending || examine.isPending;
  return (
    <Stack>
      <Section title="Try it">
        <Stack gap="sm">
          <JsonEditor
            label="Payload to send"
            value={text}
            onChange={setText}
            minHeight={90}
            maxHeight={260}
          />
          <Group gap="xs">
            <Button
              leftSection={<Send size={15} />}
              disabled={still}
              loading={test.isPending}
              onClick={() => test.mutate(undefined)}
            >
              Send a test
            </Button>
            {kind === 'http' && (
              <Button
                variant="default"
                leftSection={<Stethoscope size={15} />}
                disabled={still}
                loading={examine.isPending}
                onClick={() => examine.mutate(undefined)}
              >
                Call the doctor
              </Button>
            )}
          </Group>
          <Text size="xs" c="dimmed" role="status">
            {sayWhy(may, payload !== undefined, examine.isPending)}
          </Text>
          <Failure of={test.error} />
          {test.data && <TestResult of={test.data} />}
        </Stack>
      </Section>
      {(examine.data || examine.error !== null) && (
        <Section title="The doctor’s report">
          <Failure of={examine.error} />
          {examine.data && <DoctorReport of={examine.data} />}
        </Section>
      )}
    </Stack>
  );
}

function sayWhy(may: boolean, isObject: boolean, examining: boolean): string {
  if (!may) return 'Sending needs the scope fire, which you do not have.';
  if (!isObject) return 'The payload is no JSON object yet.';
  if (examining)
    return 'Good, forged, stale, repeated, large and slow webhooks are sent. It takes up to 20 s.';
  return 'The doctor sends good, forged, stale, repeated, large and slow webhooks, and says what became of each.';
}
