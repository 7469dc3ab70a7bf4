import { Alert, Button, Group, Text } from '@mantine/core';
import { isProblem } from '../../../api/problem';
import { ButtonLink } from '../../../ui/button-link';

/** Whether a change was refused because it was based on a trigger that is another one by now. */
export const isChangedMeanwhile = (failure: unknown): boolean =>
  isProblem(failure) && failure.code === 'precondition.failed';

/** Says that somebody else was first, and lets the viewer decide whose change stays. */
export const ChangedMeanwhile = ({ id, onOver }: { id: string; onOver: () => void }) => (
  <Alert role="alert" color="yellow" title="Somebody else has changed it meanwhile">
    <Text size="sm">
      Nothing was saved, and what you typed is still here. Saved over their change, it undoes what they did.
    </Text>
    <Group mt="xs" gap="xs">
      <ButtonLink to="/triggers/$id" params={{ id }} target="_blank" variant="default" size="xs">
        See it as it is now
      </ButtonLink>
      <Button variant="default" size="xs" onClick={onOver}>
        Save mine over it
      </Button>
    </Group>
  </Alert>
);
