import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

/** Asks before one leaves a form with what is not saved: by a link, by the back button, by closing the tab. */
export function LeaveGuard({ dirty }: { dirty: () => boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty() && placeOf(current) !== placeOf(next),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title="Leave without saving?">
      <Stack>
        <Text size="sm">What you have typed will be gone.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reset?.()} data-autofocus>
            Stay
          </Button>
          <Button color="red.9" onClick={() => proceed?.()}>
            Leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Another template is another form; a tab of the same page is not. */
const placeOf = ({ pathname, search }: { pathname: string; search: object }): string =>
  pathname + JSON.stringify(search);
