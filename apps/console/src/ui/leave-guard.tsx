import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

interface Props {
  /** Whether leaving loses anything, when it comes to that. */
  dirty: () => boolean;
  title?: string;
  /** What is lost. */
  text?: string;
}

/** Asks before one leaves what is not saved: by a link, by the back button, by closing or reloading the tab. */
export function LeaveGuard({
  dirty,
  title = 'Leave without saving?',
  text = 'What you have typed will be gone.',
}: Props) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty() && placeOf(current) !== placeOf(next),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    // above a dialog that it guards
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title={title} zIndex={300}>
      <Stack>
        <Text size="sm">{text}</Text>
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

/** Another template is another form; another test that is looked at beside the same draft is not. */
const placeOf = ({ pathname, search }: { pathname: string; search: object }): string =>
  pathname + JSON.stringify({ ...search, test: undefined });
