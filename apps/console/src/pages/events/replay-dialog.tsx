import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { $api, answerOf, client } from '../../api/client';
import type { EventWithDeliveries } from '../../api/types';
import { DialogButtons } from '../../ui/dialog-buttons';
import { Failure } from '../../ui/failure';
import { JsonEditor } from '../../ui/json-editor';
import { useAct } from '../../ui/use-act';
import { replayBody, type ReplayBody } from './replay-body';

/** Delivers an event once more, or makes a new one of it with the payload changed. */
export function ReplayDialog({ event }: { event: EventWithDeliveries }) {
  const [opened, { open, close }] = useDisclosure();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const trigger = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id: event.trigger_id ?? '' } } },
    { enabled: opened && event.trigger_id !== null },
  );
  const replay = useAct(
    (body: ReplayBody) =>
      answerOf(client.POST('/events/{id}/replay', { params: { path: { id: event.id } }, body })),
    {
      done: ({ id }) => (id === event.id ? 'It is on its way again' : 'A new event is on its way'),
      changes: ['/events', '/deliveries'],
      quiet: true,
      onDone: ({ id }) => {
        close();
        if (id !== event.id) void navigate({ to: '/events/$id', params: { id } });
      },
    },
  );
  const begin = () => {
    setText(JSON.stringify(event.payload, null, 2));
    replay.reset();
    open();
  };
  const body = replayBody(event.payload, text);
  const fault = typeof body === 'string' ? body : undefined;
  const isNew = typeof body !== 'string' && body.payload !== undefined;
  return (
    <>
      <Button
        onClick={begin}
        leftSection={<RotateCw size={15} />}
        title="Deliver it once more, under a new webhook-id"
      >
        Replay
      </Button>
      <Modal opened={opened} onClose={close} title="Replay" size="lg">
        <Stack>
          <Text size="sm" component="output">
            {fault ??
              (isNew
                ? 'With a changed payload this makes a new event, which says that it is a replay of this one.'
                : 'The same event is delivered again, under a webhook-id of its own. Change the payload to make a new event of it.')}
          </Text>
          <JsonEditor
            label="Payload"
            value={text}
            onChange={setText}
            schema={trigger.data?.payload_schema ?? null}
            maxHeight={380}
          />
          <Failure of={replay.error} />
          <DialogButtons onClose={close}>
            <Button
              loading={replay.isPending}
              disabled={typeof body === 'string'}
              onClick={() => typeof body !== 'string' && replay.mutate(body)}
            >
              {isNew ? 'Make a new event' : 'Deliver again'}
            </Button>
          </DialogButtons>
        </Stack>
      </Modal>
    </>
  );
}
