import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { useKeys } from '../../ui/use-keys';
import { VirtualTable } from '../../ui/virtual-table';
import { eventColumns } from './event-columns';
import type { EventRow } from './event-row';
import { ExportMenu } from './export-menu';
import { canFollow, type EventSearch } from './filter';
import { NoEvents } from './no-events';
import { TailBar } from './tail-bar';
import { useEvents } from './use-events';

/** Scrolled by less than this, one is at the top. */
const TOP = 20;

interface Props {
  search: EventSearch;
  /** The list is begun anew: whoever shows this gives it another key. */
  onReset: () => void;
}

/** The events that are meant, with what comes on top. For each filter it is mounted anew. */
export function LiveEvents({ search, onReset }: Props) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const [atTop, setAtTop] = useState(true);
  const [reading, setReading] = useState(false);
  const [selected, setSelected] = useState<string[]>([]);
  const { rows, pages, tail, state, release } = useEvents(search, paused || !atTop || reading, onReset);

  const toggle = useCallback(
    ({ id }: EventRow) =>
      setSelected((before) =>
        before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2),
      ),
    [],
  );
  const columns = useMemo(() => eventColumns(selected, toggle), [selected, toggle]);
  const pause = () => setPaused(!paused);
  const show = () => {
    release();
    scroller.current?.scrollTo({ top: 0 });
    scroller.current?.querySelector<HTMLElement>('[role=row][data-index]')?.focus({ preventScroll: true });
  };
  const focusRow = () =>
    scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus({ preventScroll: true });
  useKeys({ p: pause, n: show, j: focusRow, k: focusRow });

  return (
    <>
      <TailBar
        {...{ state, paused, selected }}
        past={!canFollow(search)}
        onPause={pause}
        waiting={tail.waiting.length}
        overflow={tail.overflow}
        onShow={show}
      >
        <ExportMenu search={search} />
      </TailBar>
      {pages.isError && <Failure of={pages.error} />}
      {rows.length > 0 && (
        <div
          onFocus={({ target }) => setReading(Number(target.dataset.index ?? 0) > 0)}
          onBlur={() => setReading(false)}
        >
          <VirtualTable
            label="Events"
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            ref={scroller}
            isSelected={({ id }) => selected.includes(id)}
            onScroll={(top) => setAtTop(top < TOP)}
            onOpen={({ id }) => void navigate({ to: '/events/$id', params: { id } })}
            onKey={(key, row) => key === 'x' && toggle(row)}
            onEnd={pages.more}
            height="calc(100dvh - 290px)"
            loadingMore={pages.isFetchingNextPage}
          />
        </div>
      )}
      {rows.length === 0 &&
        !pages.isError &&
        (pages.isFetched ? <NoEvents search={search} /> : <Loading of="events" height={32} rows={10} />)}
    </>
  );
}
