import { Alert, Text } from '@mantine/core';
import { $api } from '../../api/client';
import { useViewerZone } from '../../app/viewer-zone';
import { TextLink } from '../../ui/text-link';
import { useNow } from '../../ui/use-now';
import { standingOf } from './standing';

const RENEWAL_MS = 10_000;

/** Why a trigger does not fire now, or that it does, in a sentence; nothing for one that is gone. */
export function StandingOf({ triggerId }: { triggerId: string }) {
  const { zone } = useViewerZone();
  const now = useNow();
  const { data: trigger } = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id: triggerId } } },
    { refetchInterval: RENEWAL_MS },
  );
  if (!trigger) return null;
  const { text, tone } = standingOf(trigger, now, zone);
  if (tone === 'ok') return <Text size="sm">{text}</Text>;
  return (
    <Alert p="xs" color={tone === 'bad' ? 'red' : 'yellow'}>
      {text} {tone === 'bad' && <TextLink to="/">See which workers are there</TextLink>}
    </Alert>
  );
}
