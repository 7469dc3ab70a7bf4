import { useLocalStorage } from '@mantine/hooks';
import { createContext, use, type ReactNode } from 'react';

const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Zone {
  /** IANA name that times are shown in. */
  zone: string;
  utc: boolean;
  setUtc: (utc: boolean) => void;
}

const Context = createContext<Zone>({ zone: OWN, utc: false, setUtc: () => undefined });

/** Times are shown in the viewer's own zone, or in UTC by a switch that is remembered. */
export function ViewerZone({ children }: { children: ReactNode }) {
  const [utc, setUtc] = useLocalStorage({
    key: 'etp.utc',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return <Context value={{ zone: utc ? 'UTC' : OWN, utc, setUtc }}>{children}</Context>;
}

export const useViewerZone = (): Zone => use(Context);
