import { useEffect, useState } from 'react';
import { faultsOf } from '../../../api/problem';
import { without, type Faults } from '../../../ui/faults';
import { useTyped } from '../../../ui/use-typed';
import { withoutSecrets, type DestinationValues } from './values';

/** The state of the form: what is typed, and what is wrong with what was sent. */
export interface DestinationForm {
  values: DestinationValues;
  faults: Faults;
  dirty: boolean;
  set: (change: Partial<DestinationValues>) => void;
  refuse: (failure: unknown) => void;
}

/** The member of the body that a value has a say in, where that is called differently. */
const MEMBERS: Partial<Record<keyof DestinationValues, string>> = {
  token: 'auth',
  username: 'auth',
  password: 'auth',
  max_attempts: 'retry',
  min_delay: 'retry',
  max_delay: 'retry',
  factor: 'retry',
  jitter: 'retry',
  limited: 'rate_limit',
  limit_max: 'rate_limit',
  limit_per: 'rate_limit',
};

export function useDestinationForm(first: DestinationValues): DestinationForm {
  const [values, setValues] = useTyped(first, withoutSecrets);
  const [faults, setFaults] = useState<Faults>({});
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    // after a refusal one wants to be where the first fault is
    if (refusals > 0) document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus();
  }, [refusals]);
  return {
    values,
    faults,
    dirty: JSON.stringify(values) !== JSON.stringify(first),
    set: (change) => {
      setValues((before) => ({ ...before, ...change }));
      const fields = (Object.keys(change) as (keyof DestinationValues)[]).map(
        (name) => MEMBERS[name] ?? name,
      );
      setFaults((before) => without(before, fields));
    },
    refuse: (failure) => {
      setFaults(faultsOf(failure));
      setRefusals((before) => before + 1);
    },
  };
}
