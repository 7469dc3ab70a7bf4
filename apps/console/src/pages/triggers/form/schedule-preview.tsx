import { Alert, Box, Paper, Stack, Text } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { isProblem } from '../../../api/problem';
import { Failure } from '../../../ui/failure';
import { Times } from '../times';
import type { useSchedulePreview } from './use-schedule-preview';
import { PlanTable } from './plan-table';

interface Props {
  of: ReturnType<typeof useSchedulePreview>;
  /** Shown beside the viewer's own when it is another one. */
  zone: string | undefined;
}

/** A schedule in words and in times, renewed as one types. */
export function SchedulePreview({ of: { preview, failure, isStale, plan }, zone }: Props) {
  return (
    <Paper withBorder p="sm" h="100%" bg="light-dark(#fbfbfd, var(--mantine-color-dark-7))">
      <Stack gap="xs" style={{ opacity: isStale ? 0.6 : 1 }}>
        <Text size="sm" fw={650} component="h3">
          What that means
        </Text>
        <Box aria-live="polite">
          {preview ? (
            <Text size="sm">{capitalised(preview.description)}.</Text>
          ) : (
            <Text size="sm" c="dimmed">
              {failure ? 'Not to be understood yet.' : 'Its next times appear here as you type.'}
            </Text>
          )}
        </Box>
        {failure !== null && !isProblem(failure) && <Failure of={failure} />}
        {preview && plan === undefined && <Times of={preview.occurrences} zone={zone} label="Next firings" />}
        {plan !== undefined && <PlanTable steps={plan} zone={zone} />}
        {preview?.notes.map((note) => (
          <Alert key={note} p="xs" color="yellow" icon={<CalendarClock size={16} />}>
            {note}
          </Alert>
        ))}
      </Stack>
    </Paper>
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
