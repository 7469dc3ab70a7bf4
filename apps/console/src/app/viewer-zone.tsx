import { useLocalStorage } from '@mantine/hooks';
import { createContext, use, useMemo, type ReactNode } from 'react';

const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Zone {
  /** IANA name that times are shown in. */
  zone: string;
  utc: boolean;
  setUtc: (utc: boolean) => void;
  /** Whether times are shown as they are, rather than as how far off they are. */
  exact: boolean;
  setExact: (exact: boolean) => void;
}

const Context = createContext<Zone>({
  zone: OWN,
  utc: false,
  setUtc: () => undefined,
  exact: false,
  setExact: () => undefined,
});

const REMEMBERED = { defaultValue: false, getInitialValueInEffect: false };

/** Times are shown in the viewer's own zone or in UTC, and relative or exact, by switches that are remembered. */
export function ViewerZone({ children }: { children: ReactNode }) {
  const [utc, setUtc] = useLocalStorage({ key: 'etp.utc', ...REMEMBERED });
  const [exact, setExact] = useLocalStorage({ key: 'etp.exact', ...REMEMBERED });
  const value = useMemo(
    () => ({ zone: utc ? 'UTC' : OWN, utc, setUtc, exact, setExact }),
    [utc, setUtc, exact, setExact],
  );
  return <Context value={value}>{children}</Context>;
}

export const useViewerZone = (): Zone => use(Context);
