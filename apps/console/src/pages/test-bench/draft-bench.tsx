import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Save } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { answerOf, client } from '../../api/client';
import type { TriggerBody } from '../../api/types';
import { useMay } from '../../app/me';
import { curl } from '../../ui/curl';
import { LeaveGuard } from '../../ui/leave-guard';
import { Section } from '../../ui/section';
import { brief } from '../triggers/definition';
import { keepDraft } from '../triggers/draft';
import { bodyOf, schemaOf } from '../triggers/form/body';
import { DestinationsField } from '../triggers/form/destinations-field';
import { faultAt } from '../../ui/faults';
import { SchemaField } from '../triggers/form/schema-field';
import { useTriggerForm } from '../triggers/form/use-trigger-form';
import { pretty } from '../triggers/form/values';
import { PayloadField } from './payload-field';
import { SendRow } from './send-row';
import type { Bench } from './use-test';

interface Props {
  start: Partial<TriggerBody>;
  /** Leaving loses it though nothing was typed here: the form of a new trigger has left it. */
  unsaved: boolean;
  bench: Bench;
}

/** What a test needs of a trigger that is not saved; the form of a new trigger has the rest, and takes it over. */
export function DraftBench({ start, unsaved, bench }: Props) {
  const form = useTriggerForm(start, unsaved);
  const handedOver = useRef(false);
  const navigate = useNavigate();
  const mayManage = useMay('manage');
  const { values, faults, set } = form;
  const schema = useMemo(() => schemaOf(values.payload_schema), [values.payload_schema]);
  const draft = (): TriggerBody | undefined => {
    const body = form.check();
    return body && { ...start, ...body };
  };
  const send = () => {
    const body = draft();
    if (!body) return;
    const payload = body.api_payload ?? {};
    bench.send(
      {
        name: body.name,
        triggerId: null,
        payload,
        send: () => answerOf(client.POST('/triggers/test', { body })),
      },
      form.refuse,
    );
  };
  const save = () => {
    const body = draft();
    if (!body) return;
    handedOver.current = true;
    keepDraft(body);
    void navigate({ to: '/triggers/new', search: { draft: true } });
  };
  return (
    <Section title="What is sent">
      <Stack component="form" gap="md" onSubmit={(event) => event.preventDefault()}>
        <LeaveGuard dirty={() => form.dirty && !handedOver.current} />
        <TextInput
          label="Name"
          required
          value={values.name}
          error={faultAt(faults, '/name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <DestinationsField
          legend="Destinations"
          about="A new URL signs with a secret that is gone with the test. To verify signatures, choose a destination that there is."
          field="destinations"
          value={values.destinations}
          faults={faults}
          known={{}}
          onChange={(destinations) => set({ destinations })}
        />
        <PayloadField
          value={values.api_payload}
          onChange={(api_payload) => set({ api_payload })}
          schema={schema}
          fault={faultAt(faults, '/api_payload') ?? faultAt(faults, '/payload')}
          owner="draft"
          sources={{ 'As it began': () => pretty(start.api_payload ?? {}) }}
        />
        <SchemaField
          minHeight={80}
          value={values.payload_schema}
          error={faultAt(faults, '/payload_schema')}
          onChange={(payload_schema) => set({ payload_schema })}
        />
        <SendRow
          bench={bench}
          onSend={send}
          command={curl('POST', '/triggers/test', brief(bodyOf(values).body))}
        >
          <Button
            variant="default"
            leftSection={<Save size={15} />}
            disabled={!mayManage}
            title={mayManage ? undefined : 'Making triggers needs the scope manage, which you do not have'}
            onClick={save}
          >
            Save as trigger …
          </Button>
        </SendRow>
        <Text size="xs" c="dimmed">
          Saving opens the form of a new trigger with this in it, where it also gets its schedule.
        </Text>
      </Stack>
    </Section>
  );
}
