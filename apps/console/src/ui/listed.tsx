import type { ReactNode } from 'react';
import { Failure } from './failure';
import { Loading } from './loading';

interface Props {
  of: { isPending: boolean; error: unknown; rows: unknown[] };
  /** While it is read for the first time. */
  loading?: ReactNode;
  /** Where there is nothing. */
  empty: ReactNode;
  children: ReactNode;
}

/** A list of the api: while it is read, where it could not be, where there is nothing, and as it is. */
export function Listed({ of: list, loading, empty, children }: Props) {
  if (list.isPending) return loading ?? <Loading height={160} />;
  if (list.rows.length > 0)
    return (
      <>
        <Failure of={list.error} />
        {children}
      </>
    );
  return list.error ? <Failure of={list.error} /> : empty;
}
