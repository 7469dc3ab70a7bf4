import { ActionIcon, Button, Modal, Stack, TagsInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import type { Event } from '../../api/types';
import { DialogButtons } from '../../ui/dialog-buttons';
import { Failure } from '../../ui/failure';
import { labelFault, labelTexts } from '../../ui/labels';
import { useAct } from '../../ui/use-act';
import { labelPatch } from './label-patch';

/** Edits the labels of an event. Those of its trigger stay as they are. */
export function LabelsDialog({ event }: { event: Event }) {
  const [opened, { open, close }] = useDisclosure();
  const [texts, setTexts] = useState<string[]>([]);
  const save = useAct(
    (labels: Record<string, string | null>) =>
      answerOf(
        client.PATCH('/events/{id}', { params: { path: { id: event.id } }, body: { labels } as never }),
      ),
    { done: 'Labels changed', changes: ['/events'], quiet: true, onDone: close },
  );
  const begin = () => {
    setTexts(labelTexts(event.labels));
    save.reset();
    open();
  };
  const fault = texts.map(labelFault).find((one) => one !== undefined);
  return (
    <>
      <ActionIcon onClick={begin} aria-label="Edit labels" size="sm">
        <Pencil size={14} />
      </ActionIcon>
      <Modal opened={opened} onClose={close} title="Labels of this event">
        <Stack>
          <TagsInput
            label="Labels"
            description="Enter adds one. Lists and the live feed can be filtered by them."
            placeholder="team:payments"
            value={texts}
            onChange={setTexts}
            error={fault}
            data-autofocus
          />
          <Failure of={save.error} />
          <DialogButtons onClose={close}>
            <Button
              loading={save.isPending}
              disabled={fault !== undefined}
              onClick={() => save.mutate(labelPatch(event.labels, texts))}
            >
              Save
            </Button>
          </DialogButtons>
        </Stack>
      </Modal>
    </>
  );
}
