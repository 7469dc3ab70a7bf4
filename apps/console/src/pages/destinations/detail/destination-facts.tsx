import { Code, Group } from '@mantine/core';
import type { Destination } from '../../../api/types';
import { CopyIcon } from '../../../ui/copy-icon';
import { Facts } from '../../../ui/facts';
import { Status } from '../../../ui/status';
import { When } from '../../../ui/when';
import { stateOf } from '../state';

/** How a destination is set up. What is write only is named, and not shown. */
export function DestinationFacts({ of: destination }: { of: Destination }) {
  const { kind, url, method, queue, prefix, redis_url, auth, template, timeout, retry } = destination;
  const { rate_limit, max_in_flight, circuit, previous_secret_until, created_at, updated_at } = destination;
  const headers = Object.keys(destination.headers);
  const isHttp = kind === 'http';
  return (
    <Facts
      of={{
        state: <Status of={stateOf(destination)} />,
        circuit: (
          <>
            {circuit.state.replace('_', ' ')} since <When at={circuit.since} />
          </>
        ),
        URL: isHttp ? (
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code style={{ overflowWrap: 'anywhere' }}>{`${method} ${url}`}</Code>
            <CopyIcon value={url ?? ''} what="URL" />
          </Group>
        ) : undefined,
        queue: isHttp ? undefined : <Code>{`${prefix}:${queue}`}</Code>,
        Redis: isHttp ? undefined : (redis_url ?? 'the platform’s own'),
        credentials: isHttp ? authOf(auth) : undefined,
        headers: headers.length > 0 ? headers.join(', ') : undefined,
        template: template === null ? undefined : <Code block>{template}</Code>,
        timeout,
        tries: triesOf(retry),
        'at once': `at most ${max_in_flight}`,
        limit: rate_limit ? `${rate_limit.max.toLocaleString('en')} within ${rate_limit.per}` : 'none',
        'former secret':
          previous_secret_until === null ? undefined : (
            <>
              signs along; it ends <When at={previous_secret_until} />
            </>
          ),
        made: <When at={created_at} />,
        changed: updated_at === created_at ? undefined : <When at={updated_at} />,
      }}
    />
  );
}

function triesOf({ max_attempts, min_delay, max_delay, factor }: Destination['retry']): string {
  if (max_attempts === 1) return 'one, and no other';
  return `${max_attempts}, ${min_delay} apart at first, then ${factor} times as long each, at most ${max_delay}`;
}

function authOf(auth: Destination['auth']): string {
  if (!auth) return 'none';
  return auth.type === 'bearer' ? 'a bearer token' : `user ${auth.username}, with a password`;
}
