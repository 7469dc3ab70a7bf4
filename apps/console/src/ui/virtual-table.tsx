import { Box, Loader, Text } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import type { SortState } from './sort-state';
import { useRovingRow } from './use-roving-row';
import classes from './virtual-table.module.css';

export interface Column<Row> {
  id: string;
  /** Text or a control (such as a "select all" box). */
  header: ReactNode;
  /** A CSS grid track: `1fr`, `minmax(160px, 2fr)`, `96px`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** Left out where the screen is narrow. */
  wideOnly?: boolean;
  /** Of one that the table can be sorted by. */
  sorted?: SortState;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** What Enter and a click on a row do. Links and buttons in its cells work by themselves. */
  onOpen?: (row: Row) => void;
  /** Further keys on a row, such as `x` to select it. */
  onKey?: (key: string, row: Row) => void;
  /** Of a table whose rows can be chosen. */
  isSelected?: (row: Row) => boolean;
  /** Called when the end comes near. */
  onEnd?: () => void;
  loadingMore?: boolean;
  height?: string;
  /** The element that scrolls, for who has to know where it stands. */
  ref?: Ref<HTMLDivElement>;
  /** Told how far it is scrolled, in pixels. */
  onScroll?: (top: number) => void;
}

const ROW = 38;

/**
 * A list of any length: only the rows in sight are in the page, further ones come as one scrolls. A grid for keyboards
 * and screen readers: arrows or j and k move, Home, End and the page keys leap, Enter opens.
 */
export function VirtualTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  onOpen,
  onKey,
  isSelected,
  onEnd,
  loadingMore = false,
  height = 'calc(100dvh - 260px)',
  ref,
  onScroll,
}: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const merged = useMergedRef(scroller, ref);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are drawn anew whenever one scrolls
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const roving = useRovingRow(rows.length, (index) => virtual.scrollToIndex(index), scroller);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget && !(event.target as HTMLElement).matches('[role=row]')) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    // rows may have come above the one that has the focus: where it stands is in the page
    const focused = (event.target as HTMLElement).dataset.index;
    const index = focused === undefined ? roving.index : Number(focused);
    const row = rows[index];
    if (roving.onKey(event.key, index)) event.preventDefault();
    else if (row !== undefined && event.key === 'Enter') onOpen?.(row);
    else if (row !== undefined) onKey?.(event.key, row);
  };
  const template = { '--columns': columns.map(({ width }) => width).join(' '), '--wide': widths(columns) };
  return (
    <Box
      ref={merged}
      onScroll={(event) => onScroll?.(event.currentTarget.scrollTop)}
      role="grid"
      aria-label={label}
      aria-rowcount={-1}
      aria-colcount={columns.length}
      aria-multiselectable={isSelected !== undefined}
      className={classes.scroller}
      // a short list takes no more than it needs, a scroll bar included
      style={{ ...template, height, minHeight: Math.min(240, 55 + ROW * rows.length) }}
      onKeyDown={onKeyDown}
    >
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- it hears its buttons, which keys click too */}
      <div
        role="rowgroup"
        className={classes.head}
        onClick={({ target }) => {
          // what sorts: where one was is another place in another order
          if ((target as HTMLElement).closest('button')) virtual.scrollToOffset(0);
        }}
      >
        <div role="row" aria-rowindex={1} className={classes.row}>
          {columns.map(({ id, header, wideOnly, sorted }) => (
            <div
              key={id}
              role="columnheader"
              aria-sort={sorted}
              className={classes.cell}
              data-wide-only={wideOnly}
            >
              {header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys of its rows
          <div
            key={keyOf(rows[index]!)}
            role="row"
            aria-rowindex={index + 2}
            data-index={index}
            aria-selected={isSelected?.(rows[index]!)}
            tabIndex={index === roving.index ? 0 : -1}
            className={`${classes.row} ${classes.placed}`}
            data-opens={onOpen !== undefined}
            style={{ transform: `translateY(${start}px)`, height: ROW }}
            onFocus={() => roving.set(index)}
            onClick={(event) => {
              if (!(event.target as HTMLElement).closest('a, button, input, label')) onOpen?.(rows[index]!);
            }}
          >
            <Cells row={rows[index]!} columns={columns} />
          </div>
        ))}
      </div>
      {loadingMore && (
        <Text size="sm" c="dimmed" ta="center" p="xs">
          <Loader size="xs" /> more…
        </Text>
      )}
    </Box>
  );
}

interface CellsProps<Row> {
  row: Row;
  columns: Column<Row>[];
}

/** Of one row. A table is drawn with each step of the scrolling, they only when the row or the columns are others. */
const Cells = memo(({ row, columns }: CellsProps<unknown>) =>
  columns.map(({ id, cell, wideOnly }) => (
    <div key={id} role="gridcell" className={classes.cell} data-wide-only={wideOnly}>
      {cell(row)}
    </div>
  )),
) as <Row>(props: CellsProps<Row>) => ReactNode;

const widths = <Row,>(columns: Column<Row>[]): string =>
  columns
    .filter(({ wideOnly }) => !wideOnly)
    .map(({ width }) => width)
    .join(' ');
