import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Ask } from './ask';

interface Props {
  /** The question. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The word on the button that does it: a verb. */
  verb: string;
  danger?: boolean;
  onConfirm: () => void;
  /** What opens the question. */
  target: (open: () => void) => ReactNode;
}

/** A control whose act cannot be taken back, with the question that it asks first. */
export function Confirm({ target, ...question }: Props) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      {target(open)}
      <Ask opened={opened} onClose={close} {...question} />
    </>
  );
}
