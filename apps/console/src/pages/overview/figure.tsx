import { Paper, Text } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './figure.module.css';

interface Props {
  label: string;
  value: string;
  /** A word beside it, where the figure alone may mislead. */
  note?: string;
  tone?: 'bad' | 'wait';
  /** The list of what was counted. */
  to: LinkProps['to'];
  search: LinkProps['search'];
}

/** One figure that leads to what it counts. */
export function Figure({ label, value, note, tone, to, search }: Props) {
  return (
    <Paper withBorder className={classes.figure}>
      <Link to={to} search={search} className={classes.link}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text className={classes.value} {...(tone && { c: `var(--tone-${tone})` })}>
          {value}
        </Text>
        <Text size="xs" c="dimmed">
          {note ?? ' '}
        </Text>
      </Link>
    </Paper>
  );
}
