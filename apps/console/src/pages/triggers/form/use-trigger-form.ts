import { useEffect, useState } from 'react';
import { useViewerZone } from '../../../app/viewer-zone';
import type { TriggerBody } from '../../../api/types';
import { faultsOf } from '../../../api/problem';
import { bodyOf } from './body';
import { without, type Faults } from '../../../ui/faults';
import { useTyped } from '../../../ui/use-typed';
import { changed, valuesOf, type TriggerValues } from './values';

/** The state of the form: what is typed, and what is wrong with what was sent. */
export interface TriggerForm {
  values: TriggerValues;
  faults: Faults;
  dirty: boolean;
  set: (change: Partial<TriggerValues>) => void;
  /** What to send; undefined, with its faults shown, for what cannot be sent. */
  check: () => TriggerBody | undefined;
  refuse: (failure: unknown) => void;
}

/** @param asDirty what it starts with is not saved anywhere: leaving loses it */
export function useTriggerForm(start: Partial<TriggerBody>, asDirty = false): TriggerForm {
  const { zone } = useViewerZone();
  const [first] = useState(() => valuesOf(start, zone));
  const [values, setValues] = useTyped(first);
  const [faults, setFaults] = useState<Faults>({});
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    // after a refusal one wants to be where the first fault is
    if (refusals > 0)
      document.querySelector<HTMLElement>('form [aria-invalid=true], form [data-fault]')?.focus();
  }, [refusals]);

  const show = (found: Faults) => {
    setFaults(found);
    setRefusals((before) => before + 1);
  };
  return {
    values,
    faults,
    dirty: asDirty || JSON.stringify(values) !== JSON.stringify(first),
    set: (change) => {
      setValues((before) => changed(before, change));
      setFaults((before) => without(before, Object.keys(change).flatMap(fieldsOf)));
    },
    check: () => {
      const { body, faults: found } = bodyOf(values);
      if (Object.keys(found).length === 0) return body;
      show(found);
      return undefined;
    },
    refuse: (failure) => show(faultsOf(failure)),
  };
}

const SCHEDULES = ['schedule_time', 'delay', 'cron', 'every'];

/** The members of the body that a value of the form has a say in. */
function fieldsOf(value: string): string[] {
  if (value === 'archive_after' || value === 'delete_after') return ['retention'];
  if (value === 'api_payload') return [value, 'payload']; // a draft's, by the name that a test gives it
  if (value === 'kind' || value === 'trigger_type') return [value, ...SCHEDULES];
  return [value];
}
