import { NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { faultAt } from '../../../ui/faults';
import type { DestinationForm } from './use-destination-form';
import { retriesInWords } from './retries';

type NumberName = 'max_attempts' | 'factor' | 'jitter' | 'max_in_flight' | 'limit_max';
type TextName = 'timeout' | 'min_delay' | 'max_delay' | 'limit_per';

/** How patiently it is tried, and how much it is given at once. Whatever is emptied goes back to the default. */
export function LimitsFields({ form: { values, faults, set } }: { form: DestinationForm }) {
  const number = (name: NumberName, label: string, description: string, at: string, integer = true) => (
    <NumberInput
      {...{ label, description }}
      allowDecimal={!integer}
      allowNegative={false}
      value={values[name]}
      error={faultAt(faults, at)}
      onChange={(value) => set({ [name]: value })}
    />
  );
  const text = (name: TextName, label: string, description: string, at: string) => (
    <TextInput
      {...{ label, description }}
      value={values[name]}
      error={faultAt(faults, at)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        {number('max_attempts', 'Tries', 'In all, 1 to 50.', '/retry/max_attempts')}
        {text('min_delay', 'First delay', 'Before the second try.', '/retry/min_delay')}
        {number('factor', 'Growth', 'Of each delay to the next.', '/retry/factor', false)}
        {text('max_delay', 'Longest delay', 'None grows beyond it.', '/retry/max_delay')}
        {number('jitter', 'Jitter', 'Share that is random, 0 to 1.', '/retry/jitter', false)}
        {text('timeout', 'Timeout', 'For one try, at most 60s.', '/timeout')}
        {number('max_in_flight', 'At once', 'Deliveries on their way, 1 to 1,000.', '/max_in_flight')}
      </SimpleGrid>
      <Text size="sm" c="dimmed" aria-live="polite">
        {retriesInWords(values)}
      </Text>
      <Switch
        label="Limit how many it is sent in a time; what is more waits"
        checked={values.limited}
        onChange={(event) => set({ limited: event.currentTarget.checked })}
      />
      {values.limited && (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          {number('limit_max', 'Deliveries', 'At most so many …', '/rate_limit/max')}
          {text('limit_per', 'Within', '… in any such time, 1s to 1d.', '/rate_limit/per')}
        </SimpleGrid>
      )}
    </Stack>
  );
}
