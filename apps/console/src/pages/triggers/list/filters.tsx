import { Button, Group, NativeSelect } from '@mantine/core';
import { isNarrowed } from '../../../app/search';
import { isLabel } from '../../../ui/labels';
import { TypedInput } from '../../../ui/typed-input';
import type { TriggerSearch } from './use-triggers';

const TYPES = [
  { value: '', label: 'Any type' },
  { value: 'api', label: 'By a call' },
  { value: 'scheduled', label: 'By a schedule' },
  { value: 'time-based', label: 'Once' },
];
const STATES = [
  { value: '', label: 'Any state' },
  { value: 'true', label: 'Enabled' },
  { value: 'false', label: 'Paused' },
  { value: 'quiet', label: 'Gone quiet' },
];
const ARCHIVED = [
  { value: '', label: 'Not archived' },
  { value: 'true', label: 'Archived' },
  { value: 'all', label: 'Both' },
];

interface Props {
  search: TriggerSearch;
  onChange: (change: { [K in keyof TriggerSearch]?: TriggerSearch[K] | undefined }) => void;
}

/** Which triggers are listed; all of it is in the page's URL. */
export function Filters({ search, onChange }: Props) {
  const filtered = isNarrowed(search);
  return (
    <Group gap="xs" mb="sm" role="search" aria-label="Triggers">
      <TypedInput
        label="Search by name"
        placeholder="Search by name"
        value={search.q ?? ''}
        onSettled={(q) => onChange({ q: q || undefined })}
        icon
      />
      <NativeSelect
        aria-label="Type"
        data={TYPES}
        value={search.trigger_type ?? ''}
        onChange={(event) => onChange({ trigger_type: (event.currentTarget.value || undefined) as never })}
      />
      <NativeSelect
        aria-label="State"
        data={STATES}
        value={search.quiet ? 'quiet' : (search.enabled ?? '')}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            quiet: value === 'quiet' || undefined,
            enabled: value === 'quiet' ? undefined : ((value || undefined) as never),
          })
        }
      />
      <NativeSelect
        aria-label="Archived"
        data={ARCHIVED}
        value={search.archived ?? ''}
        onChange={(event) => onChange({ archived: (event.currentTarget.value || undefined) as never })}
      />
      <TypedInput
        label="Label, key:value"
        placeholder="Label, team:shop"
        value={search.label ?? ''}
        accept={isLabel}
        onSettled={(label) => onChange({ label: label || undefined })}
      />
      {filtered && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() =>
            onChange({
              q: undefined,
              trigger_type: undefined,
              enabled: undefined,
              quiet: undefined,
              archived: undefined,
              label: undefined,
            })
          }
        >
          Clear filters
        </Button>
      )}
    </Group>
  );
}
