import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { $api } from '../../../api/client';
import { faultsOf } from '../../../api/problem';
import type { TriggerBody } from '../../../api/types';
import { scheduleOf } from './body';
import { LOOKED_AHEAD } from '../looked-ahead';
import { planSteps, schedulePatch } from './plan';
import type { TriggerValues } from './values';

const TYPING_MS = 300;
const COUNT = 5;

/**
 * What the schedule that is being typed means, and for a saved trigger what would change: both asked of the api, once
 * one has stopped typing.
 */
export function useSchedulePreview(
  values: TriggerValues,
  saved: { id: string; body: TriggerBody } | undefined,
) {
  const [settled] = useDebouncedValue(values, TYPING_MS);
  const hasSchedule = settled.kind !== 'none' && isTyped(settled);
  const preview = $api.useQuery(
    'post',
    '/triggers/preview',
    { body: { ...scheduleOf(settled), count: LOOKED_AHEAD } },
    { enabled: hasSchedule, placeholderData: keepPreviousData },
  );
  const patch = saved && schedulePatch(saved.body, settled);
  const plan = $api.useQuery(
    'post',
    '/triggers/{id}/plan',
    {
      params: { path: { id: saved?.id ?? '' } },
      body: { patch: patch ?? {}, count: COUNT },
    },
    { enabled: patch !== undefined && !preview.isError, placeholderData: keepPreviousData },
  );
  return {
    preview:
      hasSchedule && preview.data && !preview.isError
        ? { ...preview.data, occurrences: preview.data.occurrences.slice(0, COUNT) }
        : undefined,
    faults: hasSchedule && settled === values ? faultsOf(preview.error) : {},
    failure: hasSchedule ? preview.error : null,
    isStale: settled !== values || preview.isPlaceholderData,
    plan: patch !== undefined && plan.data && !plan.isError ? planSteps(plan.data, COUNT) : undefined,
  };
}

/** A field that is still empty needs no explanation. */
function isTyped({ kind, schedule_time, delay, cron, every }: TriggerValues): boolean {
  const fields = { none: '', once: schedule_time, delay, cron, every };
  return fields[kind].trim() !== '';
}
