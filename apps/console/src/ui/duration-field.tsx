import { Fieldset, Group, NumberInput, Select, Text } from '@mantine/core';
import { partsOf, type Unit } from './duration-parts';

const NAMES: Record<Unit, string> = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' };
const NEVER = 'never';

interface Props {
  label: string;
  about?: string;
  /** As the api writes it: `48h`, `never`. */
  value: string;
  onChange: (value: string) => void;
  /** What the api finds wrong with it. */
  fault?: string | undefined;
  disabled?: boolean;
  /** Whether `never` is a choice. */
  never?: boolean;
}

/** A duration as a number and a unit. What is written otherwise is shown in the unit that was last chosen. */
export function DurationField({
  label,
  about,
  value,
  onChange,
  fault,
  disabled = false,
  never = false,
}: Props) {
  const parts = partsOf(value);
  const units = Object.entries(NAMES).map(([unit, name]) => ({ value: unit, label: name }));
  return (
    <Fieldset legend={label} variant="unstyled" disabled={disabled}>
      {about !== undefined && (
        <Text size="xs" c="dimmed" mb={4}>
          {about}
        </Text>
      )}
      <Group gap="xs" wrap="nowrap" maw={320}>
        <NumberInput
          aria-label={`${label}: how many`}
          min={1}
          allowDecimal={false}
          disabled={disabled || value === NEVER}
          value={parts?.count ?? ''}
          error={fault !== undefined}
          onChange={(count) => typeof count === 'number' && onChange(`${count}${parts?.unit ?? 'h'}`)}
        />
        <Select
          aria-label={`${label}: unit`}
          allowDeselect={false}
          w={130}
          data={never ? [...units, { value: NEVER, label: 'never' }] : units}
          value={value === NEVER ? NEVER : (parts?.unit ?? 'h')}
          onChange={(unit) =>
            unit !== null && onChange(unit === NEVER ? NEVER : `${parts?.count ?? 1}${unit}`)
          }
        />
      </Group>
      {fault !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {fault}
        </Text>
      )}
    </Fieldset>
  );
}
