import { Group, Text } from '@mantine/core';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useViewerZone } from '../../app/viewer-zone';
import { firingsInWords, heatRows, LEVELS, type HeatCell } from './heat';
import { useRovingCell } from './use-roving-cell';
import classes from './heat-map.module.css';

interface Props {
  minutes: number[];
  from: string;
  /** The start of the minute that is chosen. */
  chosen: string | undefined;
  onChoose: (at: string) => void;
}

const clock = (at: string, timeZone: string) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });

/** A day of firings, a row an hour and a cell a minute. Keys walk through it, Enter chooses a minute. */
export function HeatMap({ minutes, from, chosen, onChoose }: Props) {
  const { zone } = useViewerZone();
  const rows = useMemo(() => heatRows(minutes, from, zone), [minutes, from, zone]);
  const roving = useRovingCell(rows);
  const [over, setOver] = useState<HeatCell>();
  const told = over ?? roving.cell;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const isChoice = event.key === 'Enter' || event.key === ' ';
    if (isChoice && roving.cell) onChoose(roving.cell.at);
    if (isChoice || roving.onKey(event.key, event.currentTarget)) event.preventDefault();
  };
  return (
    <div>
      <div className={classes.scroller}>
        <div
          role="grid"
          tabIndex={-1}
          aria-label="Firings by hour and minute"
          className={classes.grid}
          onKeyDown={onKeyDown}
        >
          {rows.map(({ hour, cells }, row) => (
            <div key={hour} role="row" className={classes.row}>
              <span role="rowheader" className={classes.hour}>
                {clock(hour, zone)}
              </span>
              {cells.map((cell, column) =>
                cell === undefined ? (
                  <span key={column} role="gridcell" aria-label="not forecast" className={classes.cell} />
                ) : (
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys of its cells
                  <span
                    key={column}
                    role="gridcell"
                    tabIndex={roving.is(row, column) ? 0 : -1}
                    data-cell={`${row}-${column}`}
                    data-level={cell.level}
                    aria-selected={cell.at === chosen}
                    className={classes.cell}
                    aria-label={`${clock(cell.at, zone)}, ${firingsInWords(cell.firings)}`}
                    onFocus={() => roving.set(row, column)}
                    onMouseEnter={() => setOver(cell)}
                    onMouseLeave={() => setOver(undefined)}
                    onClick={() => onChoose(cell.at)}
                  />
                ),
              )}
            </div>
          ))}
        </div>
      </div>
      <Group justify="space-between" mt="xs" gap="xs">
        <Text size="sm" aria-hidden>
          {told ? `${clock(told.at, zone)}: ${firingsInWords(told.firings)}` : ' '}
        </Text>
        <Legend />
      </Group>
    </div>
  );
}

function Legend() {
  return (
    <Group gap={4} aria-hidden>
      <Text size="xs" c="dimmed">
        none
      </Text>
      {Array.from({ length: LEVELS + 1 }, (_, level) => (
        <span key={level} data-level={level} className={`${classes.cell} ${classes.key}`} />
      ))}
      <Text size="xs" c="dimmed">
        most
      </Text>
    </Group>
  );
}
