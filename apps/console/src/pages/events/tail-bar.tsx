import { Button, Group } from '@mantine/core';
import { ArrowUp, Columns2, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FeedState } from '../../live/feed';
import { ButtonLink } from '../../ui/button-link';
import classes from './events.module.css';

interface Props {
  state: FeedState | 'paused';
  /** The view is of the past: nothing new can come. */
  past: boolean;
  paused: boolean;
  onPause: () => void;
  /** How many have come while the viewer was reading; more than are kept end in a plus. */
  waiting: number;
  overflow: boolean;
  onShow: () => void;
  selected: string[];
  children?: ReactNode;
}

const WORDS = {
  connecting: 'Connecting…',
  live: 'Live',
  away: 'The feed is away: coming back',
  paused: 'Not live: a view of the past',
};

/** How the live feed stands, and what waits. */
export function TailBar({
  state,
  past,
  paused,
  onPause,
  waiting,
  overflow,
  onShow,
  selected,
  children,
}: Props) {
  const [a, b] = selected;
  return (
    <Group justify="space-between" gap="xs" mb="xs" mih={30}>
      <Group gap="xs">
        <output className={classes.state}>
          <span className={classes.dot} data-state={paused ? 'paused' : state} aria-hidden />
          {paused && state === 'live' ? 'Paused' : WORDS[state]}
        </output>
        {!past && (
          <Button
            size="xs"
            variant="default"
            onClick={onPause}
            leftSection={paused ? <Play size={14} /> : <Pause size={14} />}
          >
            {paused ? 'Resume' : 'Pause'}
          </Button>
        )}
        {waiting > 0 && (
          <Button size="xs" onClick={onShow} leftSection={<ArrowUp size={14} />}>
            {waiting.toLocaleString('en')}
            {overflow && '+'} new
          </Button>
        )}
      </Group>
      <Group gap="xs">
        {a !== undefined && b === undefined && (
          <Button size="xs" variant="default" disabled title="Select a second event to compare with">
            Compare
          </Button>
        )}
        {a !== undefined && b !== undefined && (
          <ButtonLink
            to="/events/compare"
            search={{ a, b }}
            size="xs"
            variant="default"
            leftSection={<Columns2 size={14} />}
          >
            Compare
          </ButtonLink>
        )}
        {children}
      </Group>
    </Group>
  );
}
