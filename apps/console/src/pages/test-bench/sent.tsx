import { Button, CopyButton, Stack, Text } from '@mantine/core';
import { Terminal } from 'lucide-react';
import type { Attempt, SentRequest } from '../../api/types';
import { bytesInWords } from '../../ui/bytes';
import { CodeBlock } from '../../ui/code-block';
import { requestAsCurl, verification } from './as-code';
import { HeadersTable } from './headers-table';
import classes from './headers-table.module.css';

interface Props {
  attempt: Attempt;
  kind: string | undefined;
  open: boolean;
}

/** The request of a try, byte for byte; or why there is none to see. */
export function Sent({ attempt, kind, open }: Props) {
  if (attempt.request) return <Request of={attempt.request} open={open} />;
  return (
    <Text size="xs" c="dimmed">
      {kind !== undefined && kind !== 'http'
        ? 'A job for a queue: there is no request.'
        : attempt.status_code === null
          ? 'No connection came about, so nothing was sent.'
          : 'Requests are kept of tests alone, and of their first ten tries.'}
    </Text>
  );
}

function Request({ of: request, open }: { of: SentRequest; open: boolean }) {
  const { method, url, headers, body } = request;
  return (
    <details open={open} className={classes.fold}>
      <summary>
        {method} {url}
      </summary>
      <Stack gap="xs">
        <HeadersTable label="Headers of the request" headers={headers} />
        <CodeBlock label={`Body, ${bytesInWords(new Blob([body]).size)}`} code={body} maxHeight={240} />
        <CopyButton value={requestAsCurl(request)}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={<Terminal size={13} />}
              style={{ alignSelf: 'flex-start' }}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy this request as curl'}
            </Button>
          )}
        </CopyButton>
        <details>
          <summary>How a receiver verifies the signature</summary>
          <CodeBlock label="With the package standardwebhooks" code={verification(request)} />
        </details>
      </Stack>
    </details>
  );
}
