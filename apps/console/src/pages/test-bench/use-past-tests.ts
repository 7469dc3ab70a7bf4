import { useSessionStorage } from '@mantine/hooks';
import { useRef } from 'react';

/** A test of this session, by its event. */
export interface PastTest {
  id: string;
  name: string;
}

const MOST = 20;

/** The tests of this tab, newest first. They are events like others: only which were one's own is remembered here. */
export function usePastTests() {
  const [past, setPast] = useSessionStorage<PastTest[]>({
    key: 'etp.tests',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const known = useRef(new Set(past.map(({ id }) => id)));
  /** @returns whether it was new */
  const remember = (test: PastTest): boolean => {
    if (known.current.has(test.id)) return false;
    known.current.add(test.id);
    setPast((before) => [test, ...before].slice(0, MOST));
    return true;
  };
  return { past, remember };
}
