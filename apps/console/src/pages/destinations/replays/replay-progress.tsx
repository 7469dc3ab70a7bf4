import { Progress } from '@mantine/core';
import type { Replay } from '../../../api/types';
import { progressInWords, sharesOf, type Shares } from './progress-of';

const COLOURS: Record<keyof Shares, string> = {
  delivered: 'green.7',
  dead: 'red.8',
  pending: 'yellow.6',
  cancelled: 'gray.6',
  skipped: 'gray.4',
};

/** How far a replay is, as a bar whose parts are how deliveries ended; what it says is said in words beside it. */
export function ReplayProgress({ of: replay, size = 'xl' }: { of: Replay; size?: string }) {
  const shares = sharesOf(replay);
  const done = Math.round(Object.values(shares).reduce((sum, share) => sum + share, 0) - shares.pending);
  return (
    <div
      role="progressbar"
      aria-label="How far the replay is"
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={progressInWords(replay)}
    >
      <Progress.Root size={size} aria-hidden>
        {(Object.keys(COLOURS) as (keyof Shares)[]).map((part) => (
          <Progress.Section key={part} value={shares[part]} color={COLOURS[part]} withAria={false} />
        ))}
      </Progress.Root>
    </div>
  );
}
