import { UnstyledButton } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { SortState } from './sort-state';
import classes from './sort-header.module.css';

interface Props {
  children: string;
  state: SortState;
  onClick: () => void;
}

const ARROWS = { ascending: ArrowUp, descending: ArrowDown, none: undefined };

/** The head of a column that a table can be sorted by; which way it is sorted is told by the column itself. */
export function SortHeader({ children, state, onClick }: Props) {
  const Arrow = ARROWS[state];
  return (
    <UnstyledButton className={classes.head} onClick={onClick}>
      {children}
      {Arrow && <Arrow size={13} aria-hidden />}
    </UnstyledButton>
  );
}
