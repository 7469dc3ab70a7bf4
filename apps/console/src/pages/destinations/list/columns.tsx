import { Text } from '@mantine/core';
import type { Destination } from '../../../api/types';
import { Status } from '../../../ui/status';
import { TextLink } from '../../../ui/text-link';
import type { Column } from '../../../ui/virtual-table';
import { placeOf, stateOf, whyOf } from '../state';
import { Sparkline } from './sparkline';

export const COLUMNS: Column<Destination>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(104px, 1.2fr)',
    cell: ({ id, name }) => (
      <TextLink to="/destinations/$id" params={{ id }} title={name} tabIndex={-1} fz={13.5}>
        {name}
      </TextLink>
    ),
  },
  { id: 'state', header: 'State', width: '120px', cell: (row) => <Status of={stateOf(row)} /> },
  {
    id: 'kind',
    header: 'Kind',
    width: '84px',
    wideOnly: true,
    cell: ({ kind }) => (kind === 'http' ? 'webhook' : 'BullMQ'),
  },
  {
    id: 'place',
    header: 'Where',
    width: 'minmax(160px, 2fr)',
    wideOnly: true,
    cell: (row) => (
      <Text span ff="monospace" size="xs" title={placeOf(row)}>
        {placeOf(row)}
      </Text>
    ),
  },
  {
    id: 'health',
    header: 'Last 24 hours',
    width: '118px',
    wideOnly: true,
    cell: ({ id }) => <Sparkline id={id} />,
  },
  {
    id: 'why',
    header: 'Why nothing gets there',
    width: 'minmax(140px, 1.6fr)',
    wideOnly: true,
    cell: (row) => (
      <Text span size="sm" c="dimmed" title={whyOf(row)}>
        {whyOf(row) ?? '–'}
      </Text>
    ),
  },
];
