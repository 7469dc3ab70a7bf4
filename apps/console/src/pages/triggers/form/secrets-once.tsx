import { Alert, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Trigger } from '../../../api/types';
import { ButtonLink } from '../../../ui/button-link';
import { CodeBlock } from '../../../ui/code-block';
import { SecretGuard } from '../../../ui/secret-guard';

/** Those of a trigger's destinations whose secrets this answer tells, and no other. */
export const withSecrets = ({ destinations, alert_destinations }: Trigger) =>
  [...destinations, ...alert_destinations].filter(({ secret }) => secret !== undefined);

/** The signing secrets of destinations that were just made: now or never. */
export function SecretsOnce({ trigger }: { trigger: Trigger }) {
  const start = useRef<HTMLDivElement>(null);
  const stored = useRef(false);
  const secrets = withSecrets(trigger);
  const isOne = secrets.length === 1;
  useEffect(() => start.current?.focus(), []);
  return (
    <Stack maw={720} ref={start} tabIndex={-1} style={{ outline: 'none' }}>
      <Alert
        color="yellow"
        role="status"
        icon={<KeyRound size={18} />}
        title={isOne ? 'Copy the signing secret now' : 'Copy the signing secrets now'}
      >
        {isOne ? 'It is shown this once.' : 'They are shown this once.'} A receiver verifies with it that a
        webhook comes from here. One that is lost can be rotated on the page of its destination.
      </Alert>
      {secrets.map(({ id, name, url, secret }) => (
        <div key={id}>
          <Text size="sm" fw={600}>
            {name}{' '}
            <Text span c="dimmed">
              {url}
            </Text>
          </Text>
          <CodeBlock label={`Signing secret of ${name}`} code={secret!} />
        </div>
      ))}
      <SecretGuard isShown={() => !stored.current} />
      <ButtonLink
        to="/triggers/$id"
        params={{ id: trigger.id }}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          stored.current = true;
        }}
      >
        {isOne ? 'I have stored it' : 'I have stored them'}
      </ButtonLink>
    </Stack>
  );
}
