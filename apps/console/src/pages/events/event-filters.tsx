import { Button, Group, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRef } from 'react';
import { SlidersHorizontal } from 'lucide-react';
import { EVENT_STATUSES, SOURCES } from '../../app/search';
import { ButtonLink } from '../../ui/button-link';
import { FilterSelect } from '../../ui/filter-select';
import { labelFault } from '../../ui/labels';
import { TriggerPicker } from '../../ui/trigger-picker';
import { useKeys } from '../../ui/use-keys';
import { countOf, pathAndValue, type EventSearch } from './filter';
import { FilterText } from './filter-text';
import { TimeFilter } from './time-filter';
import classes from './events.module.css';

interface Props {
  search: EventSearch;
  /** Changes the URL; undefined takes a filter away. */
  onChange: (changes: { [K in keyof EventSearch]: EventSearch[K] | undefined }) => void;
}

const ARCHIVED = [
  { value: 'active', label: 'Active' },
  { value: 'true', label: 'Archived' },
  { value: 'all', label: 'All' },
];

/** Which events are meant; on a narrow screen behind a button. */
export function EventFilters({ search, onChange }: Props) {
  const [opened, { toggle }] = useDisclosure();
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() });
  const count = countOf(search);
  return (
    <>
      <Button
        hiddenFrom="sm"
        variant="default"
        size="xs"
        mb="xs"
        onClick={toggle}
        aria-expanded={opened}
        leftSection={<SlidersHorizontal size={14} />}
      >
        Filters{count > 0 && ` (${count})`}
      </Button>
      <Group
        component="search"
        gap="xs"
        mb="xs"
        align="flex-end"
        visibleFrom={opened ? undefined : 'sm'}
        className={classes.filters}
      >
        <FilterText
          label="Search payloads"
          placeholder="Search payloads"
          value={search.q}
          width={190}
          ref={field}
          fault={(text) => (text.length <= 200 ? undefined : 'At most 200 characters')}
          onChange={(q) => onChange({ q })}
        />
        <FilterText
          label="Value in the payload"
          placeholder="Value order.id=42"
          value={search.path}
          width={170}
          fault={(text) => (pathAndValue(text) ? undefined : 'A path and a value: order.id=42')}
          onChange={(path) => onChange({ path })}
        />
        <TriggerPicker
          aria-label="Trigger"
          placeholder="Any trigger"
          size="xs"
          w={190}
          value={search.trigger_id}
          onChange={(trigger_id) => onChange({ trigger_id })}
        />
        <FilterSelect
          label="Status"
          any="Any status"
          data={EVENT_STATUSES}
          value={search.status}
          onChange={(status) => onChange({ status })}
        />
        <FilterSelect
          label="Source"
          any="Any source"
          data={SOURCES}
          value={search.source}
          onChange={(source) => onChange({ source })}
        />
        <TimeFilter search={search} onChange={onChange} />
        <FilterText
          label="Label"
          placeholder="Label key:value"
          value={search.label}
          fault={labelFault}
          onChange={(label) => onChange({ label })}
        />
        <SegmentedControl
          aria-label="Active or archived"
          className={classes.wide}
          size="xs"
          data={ARCHIVED}
          value={search.archived ?? 'active'}
          onChange={(value) =>
            onChange({ archived: value === 'active' ? undefined : (value as 'true' | 'all') })
          }
        />
        {count > 0 && (
          <ButtonLink to="/events" variant="subtle" size="xs">
            Clear
          </ButtonLink>
        )}
      </Group>
    </>
  );
}
