import { Alert, Button, Text } from '@mantine/core';
import { CirclePause, TriangleAlert } from 'lucide-react';
import type { Destination } from '../../../api/types';
import { useMay } from '../../../app/me';
import { When } from '../../../ui/when';
import { whyOf } from '../state';
import { useTurn } from './destination-acts';

/** What keeps deliveries from a destination, since when, and the way out. Nothing while they go there. */
export function Trouble({ of: destination }: { of: Destination }) {
  const { enabled, disabled_reason, circuit } = destination;
  const may = useMay('manage');
  const turn = useTurn(destination);
  if (enabled && circuit.state === 'closed') return null;
  const byHand = !enabled && disabled_reason === null;
  return (
    <Alert
      role="status"
      color={byHand ? 'gray' : circuit.state === 'half_open' && enabled ? 'yellow' : 'red'}
      icon={byHand ? <CirclePause size={18} /> : <TriangleAlert size={18} />}
      title={titleOf(destination)}
    >
      <Text size="sm">
        {byHand ? 'Turned off by hand: what is for it waits until it is turned on.' : whyOf(destination)}
      </Text>
      {enabled && (
        <Text size="sm">
          Since <When at={circuit.since} />. Deliveries wait, and a few find out from time to time whether it
          works again.
        </Text>
      )}
      {may && (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate(true)}
        >
          {enabled ? 'Close the circuit and try now' : 'Turn it on'}
        </Button>
      )}
    </Alert>
  );
}

function titleOf({ enabled, disabled_reason, circuit }: Destination): string {
  if (!enabled) return disabled_reason === null ? 'It is off' : 'The platform has turned it off';
  return circuit.state === 'open' ? 'Its circuit is open' : 'Its circuit is half open';
}
