import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { VirtualTable } from '../../../ui/virtual-table';
import type { ListedTrigger } from '../trigger-lists';
import { BulkBar } from './bulk-bar';
import { columnsOf } from './columns';
import { allOrNothing, NOTHING, ranged, toggled } from './selection';
import { useBulk, type BulkAct } from './use-bulk';
import type { TriggerSearch, useTriggers } from './use-triggers';

interface Props {
  triggers: ReturnType<typeof useTriggers>;
  search: TriggerSearch;
  /** Whether the viewer may change triggers. */
  may: boolean;
  onSort: (sort: TriggerSearch['sort']) => void;
}

/** The list itself, with what is chosen in it. `x` chooses the row that has the focus, `X` all up to it. */
export function TriggerTable({ triggers, search, may, onSort }: Props) {
  const { rows, more, isFetchingNextPage } = triggers;
  const navigate = useNavigate();
  const [selection, setSelection] = useState(NOTHING);
  const order = useMemo(() => rows.map(({ id }) => id), [rows]);
  const { run } = useBulk();
  const choose = (id: string, range: boolean) =>
    setSelection((before) => (range ? ranged(before, id, order) : toggled(before, id)));
  const { ids } = selection;
  const act = async (what: BulkAct) => {
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    const left = await run(what, new Map([...ids].map((id) => [id, names.get(id) ?? id])));
    setSelection({ ids: new Set(left), anchor: undefined }); // they stay chosen
  };
  const columns = columnsOf(
    { sort: search.sort, onSort },
    may
      ? {
          isChosen: (id) => ids.has(id),
          choose,
          all: ids.size > 0 && ids.size >= rows.length,
          some: ids.size > 0,
          chooseAll: () => setSelection((before) => allOrNothing(before, order)),
        }
      : undefined,
  );
  const onKey = (key: string, { id }: ListedTrigger) => {
    if (!may) return;
    if (key === 'x') choose(id, false);
    if (key === 'X') choose(id, true);
    if (key === 'Escape') setSelection(NOTHING);
  };
  return (
    <>
      {may && (
        <BulkBar
          chosen={ids.size}
          archived={search.archived === 'true'}
          onAct={(what) => void act(what)}
          onClear={() => setSelection(NOTHING)}
        />
      )}
      <VirtualTable
        label="Triggers"
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        isSelected={({ id }) => ids.has(id)}
        onOpen={({ id }) => void navigate({ to: '/triggers/$id', params: { id } })}
        onKey={onKey}
        onEnd={more}
        loadingMore={isFetchingNextPage}
      />
    </>
  );
}
