import { Stack } from '@mantine/core';
import type { Destination } from '../../../api/types';
import { Deliveries } from './deliveries';
import { ReplayDead } from './replay-dead';

/** What was given up, and the way to send it again once the receiver is mended. */
export function DeadLetters({ of: destination }: { of: Destination }) {
  return (
    <Stack>
      <ReplayDead of={destination} />
      <Deliveries destinationId={destination.id} status="dead" label="Dead letters" />
    </Stack>
  );
}
