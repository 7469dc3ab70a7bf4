import { Button, Text } from '@mantine/core';
import { Confirm } from './confirm';

interface Props {
  verb: 'Delete' | 'Revoke';
  /** What is removed, by its name. */
  what: string;
  /** What goes with it, and what stays. */
  text: string;
  onConfirm: () => void;
}

/** The button of a row that removes what stands in it, after a question. */
export function RemoveButton({ verb, what, text, onConfirm }: Props) {
  return (
    <Confirm
      title={`${verb} ${what}?`}
      verb={verb}
      danger
      onConfirm={onConfirm}
      target={(open) => (
        <Button size="compact-xs" variant="default" onClick={open} aria-label={`${verb} ${what}`}>
          {verb}
        </Button>
      )}
    >
      <Text size="sm">{text}</Text>
    </Confirm>
  );
}
