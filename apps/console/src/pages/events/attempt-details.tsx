import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Attempt } from '../../api/types';
import { CodeBlock } from '../../ui/code-block';
import { duration } from '../../ui/time';
import { When } from '../../ui/when';
import { attemptOutcome, sentRequest } from './attempt';
import classes from './delivery.module.css';

/** One try: what came of it in a line, and opened what was sent and what came back. */
export function AttemptDetails({ attempt, isLast }: { attempt: Attempt; isLast: boolean }) {
  const { number, started_at, duration_ms, response_head } = attempt;
  const { ok, text } = attemptOutcome(attempt);
  const request = sentRequest(attempt);
  const [opened, setOpened] = useState<boolean>();
  const open = opened ?? (isLast && !ok);
  return (
    <li>
      <details
        open={open}
        onToggle={({ currentTarget }) => currentTarget.open !== open && setOpened(currentTarget.open)}
      >
        <summary className={classes.summary}>
          <span className={classes.number}>#{number}</span>
          <span className={ok ? classes.ok : classes.bad}>{text}</span>
          <span className={classes.aside}>
            {duration(duration_ms)} · <When at={started_at} />
          </span>
        </summary>
        <Stack gap="xs" className={classes.details}>
          {request !== undefined && <CodeBlock label="What was sent" code={request} maxHeight={260} />}
          {response_head ? (
            <CodeBlock label="What came back (its first 4 KiB)" code={response_head} maxHeight={260} />
          ) : (
            <Text size="sm" c="dimmed">
              {attempt.error === null ? 'The answer had no body.' : 'There was no answer.'}
            </Text>
          )}
        </Stack>
      </details>
    </li>
  );
}
