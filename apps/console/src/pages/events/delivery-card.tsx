import { Button, Group, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import type { Delivery } from '../../api/types';
import { useMay } from '../../app/me';
import { Confirm } from '../../ui/confirm';
import { CopyIcon } from '../../ui/copy-icon';
import { Status } from '../../ui/status';
import { useAct } from '../../ui/use-act';
import { When } from '../../ui/when';
import { AttemptDetails } from './attempt-details';
import { DestinationName } from '../../ui/destination-name';
import { NextTry } from './next-try';
import classes from './delivery.module.css';

const CHANGES = { changes: ['/events', '/deliveries'] };

/** One delivery with its attempts, and what can be done about it. */
export function DeliveryCard({ delivery, frozen }: { delivery: Delivery; frozen: boolean }) {
  const manage = useMay('manage') && !frozen;
  const { id, destination_id, webhook_id, status, attempts, created_at, finished_at } = delivery;
  const params = { path: { id } };
  const retry = useAct(() => answerOf(client.POST('/deliveries/{id}/retry', { params })), {
    done: 'It is tried again now',
    ...CHANGES,
  });
  const cancel = useAct(() => answerOf(client.POST('/deliveries/{id}/cancel', { params })), {
    done: 'Given up',
    ...CHANGES,
  });
  const cancelButton = (open: () => void) => (
    <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={open}>
      Cancel
    </Button>
  );
  return (
    <article className={classes.card} aria-label={`Delivery ${id}`}>
      <Group justify="space-between" gap="xs" className={classes.head}>
        <Group gap="xs" miw={0}>
          <Status of={status} />
          <DestinationName id={destination_id} bold />
          <Text size="xs" c="dimmed">
            {finished_at ? (
              <>
                ended <When at={finished_at} />
              </>
            ) : (
              <>
                made <When at={created_at} />
              </>
            )}
          </Text>
        </Group>
        {manage && (
          <Group gap={6}>
            {(status === 'dead' || status === 'pending') && (
              <Button
                size="compact-xs"
                variant="default"
                loading={retry.isPending}
                title="One more try, under the same webhook-id"
                onClick={() => retry.mutate(undefined)}
              >
                {status === 'dead' ? 'Retry' : 'Try now'}
              </Button>
            )}
            {status === 'pending' && (
              <Confirm
                title="Give this delivery up?"
                verb="Give it up"
                danger
                onConfirm={() => cancel.mutate(undefined)}
                target={cancelButton}
              >
                It is not tried any more. A try that is under way is not called back. Replay the event to
                deliver it after all.
              </Confirm>
            )}
          </Group>
        )}
      </Group>
      <ol className={classes.attempts}>
        {attempts.map((attempt, index) => (
          <AttemptDetails key={attempt.number} attempt={attempt} isLast={index === attempts.length - 1} />
        ))}
        <NextTry delivery={delivery} />
      </ol>
      <Group gap={4} className={classes.foot} wrap="nowrap">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          webhook-id {webhook_id}
        </Text>
        <CopyIcon value={webhook_id} what="webhook-id" />
      </Group>
    </article>
  );
}
