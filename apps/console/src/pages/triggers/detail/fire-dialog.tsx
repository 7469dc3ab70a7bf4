import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client';
import type { Trigger } from '../../../api/types';
import { DialogButtons } from '../../../ui/dialog-buttons';
import { Failure } from '../../../ui/failure';
import { JsonEditor } from '../../../ui/json-editor';
import { TextLink } from '../../../ui/text-link';
import { useAct } from '../../../ui/use-act';
import { readObject } from '../form/body';
import { pretty } from '../form/values';

/** Fires a trigger by hand: the payload can be changed before, and the event is a click away after. */
export function FireDialog({ trigger, onClose }: { trigger: Trigger; onClose: () => void }) {
  const [text, setText] = useState(() => pretty(trigger.api_payload));
  const { value, faults } = readObject(text, '/payload');
  const fire = useAct(
    (payload: Record<string, unknown>) =>
      answerOf(
        client.POST('/triggers/{id}/fire', { params: { path: { id: trigger.id } }, body: { payload } }),
      ),
    { quiet: true, changes: ['/triggers/{id}', `/triggers/${trigger.id}/events`] },
  );
  const fault = faults['/payload'];
  return (
    <Modal opened onClose={onClose} title={`Fire ${trigger.name}`} size="lg">
      <Stack gap="sm">
        <Text size="sm">
          It makes an event and goes to {destinationsOf(trigger)}, as a call of the api would.
        </Text>
        <JsonEditor
          label="Payload"
          value={text}
          onChange={setText}
          schema={trigger.payload_schema}
          maxHeight={320}
        />
        {fault !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="status">
            The payload {fault}
          </Text>
        )}
        <Failure of={fire.error} />
        {fire.data && (
          <Alert color="green" p="xs" role="status">
            Fired:{' '}
            <TextLink to="/events/$id" params={{ id: fire.data.id }}>
              see its event
            </TextLink>
            .
          </Alert>
        )}
        <DialogButtons onClose={onClose} close="Close">
          <Button
            loading={fire.isPending}
            disabled={fault !== undefined}
            onClick={() => fire.mutate(value ?? {})}
          >
            {fire.data ? 'Fire again' : 'Fire now'}
          </Button>
        </DialogButtons>
      </Stack>
    </Modal>
  );
}

const destinationsOf = ({ destinations: { length } }: Trigger): string => {
  if (length === 0) return 'no destination';
  return length === 1 ? 'its destination' : `its ${length} destinations`;
};
