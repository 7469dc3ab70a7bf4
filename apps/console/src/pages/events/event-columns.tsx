import { Checkbox, Text } from '@mantine/core';
import { duration } from '../../ui/time';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import type { Column } from '../../ui/virtual-table';
import { When } from '../../ui/when';
import { nameOf, type EventRow } from './event-row';
import classes from './events.module.css';

/** @param selected the ids of events that are to be compared */
export const eventColumns = (selected: string[], toggle: (row: EventRow) => void): Column<EventRow>[] => [
  {
    id: 'selected',
    header: <span className={classes.hidden}>Compare</span>,
    width: '40px',
    wideOnly: true,
    cell: (row) => (
      <Checkbox
        size="xs"
        tabIndex={-1} // a row is one stop for the Tab key; x does the same
        aria-label={`Compare ${nameOf(row)}`}
        checked={selected.includes(row.id)}
        onChange={() => toggle(row)}
      />
    ),
  },
  { id: 'status', header: 'Status', width: '112px', cell: ({ status }) => <Status of={status} /> },
  {
    id: 'trigger',
    header: 'Trigger',
    width: 'minmax(110px, 1.3fr)',
    cell: (row) => (
      <TextLink to="/events/$id" params={{ id: row.id }} tabIndex={-1} size="sm">
        {nameOf(row)}
      </TextLink>
    ),
  },
  { id: 'source', header: 'Source', width: '84px', wideOnly: true, cell: ({ source }) => source },
  {
    id: 'payload',
    header: 'Payload',
    width: 'minmax(120px, 3fr)',
    wideOnly: true,
    cell: ({ payload }) => <span className={classes.payload}>{payload}</span>,
  },
  {
    id: 'lag',
    header: 'Lag',
    width: '78px',
    wideOnly: true,
    cell: ({ lag_ms }) => (
      <Text component="span" size="xs" c="dimmed">
        {duration(lag_ms)}
      </Text>
    ),
  },
  { id: 'fired', header: 'Fired', width: '104px', cell: (row) => <When at={row.fired_at} /> },
];
