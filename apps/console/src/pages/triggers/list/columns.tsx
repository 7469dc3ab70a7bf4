import { Checkbox, Text } from '@mantine/core';
import { SortHeader } from '../../../ui/sort-header';
import { nextSort, sortState } from '../../../ui/sort-state';
import { Status } from '../../../ui/status';
import { TextLink } from '../../../ui/text-link';
import type { Column } from '../../../ui/virtual-table';
import { When } from '../../../ui/when';
import { ScheduleBrief } from '../schedule-brief';
import { stateOf } from '../state';
import type { ListedTrigger } from '../trigger-lists';
import type { TriggerSearch } from './use-triggers';

interface Choosing {
  isChosen: (id: string) => boolean;
  /** @param range with the shift key: all from the last choice to this one */
  choose: (id: string, range: boolean) => void;
  all: boolean;
  some: boolean;
  chooseAll: () => void;
}

type Sort = TriggerSearch['sort'];

interface Sorting {
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The columns of the list of triggers. @param choosing is left out for who may not change them */
export function columnsOf(
  { sort, onSort }: Sorting,
  choosing: Choosing | undefined,
): Column<ListedTrigger>[] {
  const sortable = (
    header: string,
    column: 'name' | 'next_fire_at' | 'last_fired_at',
    usual: 'ascending' | 'descending' = 'ascending',
  ) => {
    const state = sortState(sort, column);
    return {
      header: (
        <SortHeader state={state} onClick={() => onSort(nextSort(sort, column, usual))}>
          {header}
        </SortHeader>
      ),
      sorted: state,
    };
  };
  return [
    ...(choosing ? [choice(choosing)] : []),
    {
      id: 'name',
      ...sortable('Name', 'name'),
      width: 'minmax(120px, 2fr)',
      cell: ({ id, name }) => (
        <TextLink to="/triggers/$id" params={{ id }} title={name} tabIndex={-1} fz={13.5}>
          {name}
        </TextLink>
      ),
    },
    { id: 'state', header: 'State', width: '112px', cell: (row) => <Status of={stateOf(row)} /> },
    {
      id: 'schedule',
      header: 'Fires',
      width: 'minmax(150px, 1.3fr)',
      wideOnly: true,
      cell: (row) => <ScheduleBrief of={row} />,
    },
    {
      id: 'next',
      ...sortable('Next', 'next_fire_at'),
      width: '96px',
      cell: ({ next_fire_at, enabled, archived }) => <When at={enabled && !archived ? next_fire_at : null} />,
    },
    {
      id: 'last',
      ...sortable('Last fired', 'last_fired_at', 'descending'),
      width: '104px',
      wideOnly: true,
      cell: ({ last_fired_at }) => <When at={last_fired_at} none="never" />,
    },
    {
      id: 'destinations',
      header: 'Destinations',
      width: 'minmax(120px, 1.2fr)',
      wideOnly: true,
      cell: ({ destinations: [first, ...others] }) =>
        first === undefined ? (
          <Text span size="sm" c="dimmed">
            none
          </Text>
        ) : (
          <span title={[first, ...others].join('\n')}>
            {first}
            {others.length > 0 && ` and ${others.length} more`}
          </span>
        ),
    },
  ];
}

const choice = ({ isChosen, choose, all, some, chooseAll }: Choosing): Column<ListedTrigger> => ({
  id: 'choice',
  header: (
    <Checkbox
      size="xs"
      aria-label="Choose all that are loaded"
      checked={all}
      indeterminate={some && !all}
      onChange={chooseAll}
    />
  ),
  width: '40px',
  wideOnly: true, // what one does to many at once is done at a desk
  cell: ({ id, name }) => (
    <Checkbox
      size="xs"
      aria-label={`Choose ${name}`}
      tabIndex={-1}
      checked={isChosen(id)}
      // a change says nothing of the shift key
      onClick={({ shiftKey }) => choose(id, shiftKey)}
      onChange={() => undefined}
    />
  ),
});
