import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { $api, answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import type { Trigger } from '../../api/types';
import { curl } from '../../ui/curl';
import { Facts } from '../../ui/facts';
import { Failure } from '../../ui/failure';
import { LeaveGuard } from '../../ui/leave-guard';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { useTyped } from '../../ui/use-typed';
import { readObject } from '../triggers/form/body';
import { faultAt, type Faults } from '../../ui/faults';
import { pretty } from '../triggers/form/values';
import { PayloadField } from './payload-field';
import { SendRow } from './send-row';
import type { Bench } from './use-test';

type Payload = Record<string, unknown>;

interface Props {
  id: string;
  /** Of the event that it begins with; the trigger's own without. */
  payload: Payload | undefined;
  bench: Bench;
}

/** A trigger as it is saved, with a payload for this once. */
export function SavedBench({ id, payload, bench }: Props) {
  const trigger = $api.useQuery('get', '/triggers/{id}', { params: { path: { id } } });
  if (trigger.error && !trigger.data) return <Failure of={trigger.error} />;
  if (!trigger.data) return <Loading of="the trigger" height={320} />;
  return <Form trigger={trigger.data} payload={payload} bench={bench} />;
}

function Form({ trigger, payload, bench }: Omit<Props, 'id'> & { trigger: Trigger }) {
  const [first] = useState(() => pretty(payload ?? trigger.api_payload));
  const [text, setText] = useTyped(first);
  const [sent, setSent] = useState(first); // the event of a test keeps what was sent
  const [refused, setRefused] = useState<Faults>({});
  const { value, faults } = readObject(text, '/payload');
  const { id, name } = trigger;
  const send = (payload: Payload) => {
    setSent(text);
    bench.send(
      {
        name,
        triggerId: id,
        payload,
        send: () =>
          answerOf(client.POST('/triggers/{id}/test', { params: { path: { id } }, body: { payload } })),
      },
      (failure) => {
        setSent(first);
        setRefused(faultsOf(failure));
      },
    );
  };
  const type = (typed: string) => {
    setText(typed);
    setRefused({});
  };
  const fault = faults['/payload'] ?? (value === null ? 'must be a JSON object: { … }' : undefined);
  return (
    <Section title="What is sent">
      <LeaveGuard dirty={() => text !== first && text !== sent} />
      <Facts
        of={{
          Trigger: (
            <Group gap="xs">
              <TextLink to="/triggers/$id" params={{ id }}>
                {name}
              </TextLink>
              {!trigger.enabled && <Status of="paused" />}
            </Group>
          ),
          To: whereTo(trigger),
        }}
      />
      {!trigger.enabled && (
        <Text size="xs" c="dimmed" mb="xs">
          It is paused; a test is sent all the same.
        </Text>
      )}
      <PayloadField
        value={text}
        onChange={type}
        schema={trigger.payload_schema}
        fault={fault ?? faultAt(refused, '/payload')}
        owner={id}
        sources={{ 'The trigger’s own': () => pretty(trigger.api_payload) }}
        triggerId={id}
      />
      <SendRow
        bench={bench}
        disabled={fault !== undefined}
        onSend={() => value && send(value)}
        command={curl('POST', `/triggers/${id}/test`, { payload: value ?? {} })}
      />
    </Section>
  );
}

const whereTo = ({ destinations }: Trigger): string =>
  destinations.length === 0
    ? 'nowhere: it is only recorded'
    : destinations.map(({ name }) => name).join(', ');
