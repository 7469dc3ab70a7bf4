import { Stack } from '@mantine/core';
import type { Attempt } from '../../api/types';
import { CodeBlock } from '../../ui/code-block';
import { HeadersTable } from './headers-table';
import classes from './headers-table.module.css';

/** What came back. Nothing when nothing did. */
export function Answer({
  attempt: { response_headers, response_head },
  open,
}: {
  attempt: Attempt;
  open: boolean;
}) {
  if (response_headers === null && !response_head) return null;
  return (
    <details open={open} className={classes.fold}>
      <summary>The answer</summary>
      <Stack gap="xs">
        {response_headers && <HeadersTable label="Headers of the answer" headers={response_headers} />}
        {response_head && <CodeBlock label="Body, up to 4 KiB" code={response_head} maxHeight={200} />}
      </Stack>
    </details>
  );
}
